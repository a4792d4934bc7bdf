"""The bank's compliance suspends an employee's membership, and lets it go on (ID-9)."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import InvalidInput, NotFound
from apps.notify import api as notify

from ..models import EmployeeMember
from ..rules import MEMBER
from ..selectors.enterprises import operators

REASON_LENGTH = 120  # a notice has room for no more
_PAST = {"suspend": "suspended", "resume": "resumed"}
_TOLD = {
    "suspend": "成员资格已暂停,如有疑问请联系开户网点。工资条和账户仍可查看。",
    "resume": "成员资格已恢复,可以使用全部员工服务。",
}
_HR = {Role.HR_PAY, Role.ENTERPRISE_ADMIN}


@use_case
def member_supervise(*, enterprise_id: UUID, emp_no: str, move: str, reason: str, actor: Actor, now: Moment) -> None:
    """Suspends or resumes the member of an employee number; the person and the enterprise's HR hear of it. Locks it.

    Raises InvalidInput (MOVE, EMP_NO, REASON), NotFound (another unit's enterprise), IllegalMove.
    """
    if move not in _PAST:
        raise InvalidInput("MOVE", "请选择要办理的操作。", fields={"move": "请选择要办理的操作。"})
    if not 1 <= len(reason.strip()) <= REASON_LENGTH:
        fault = f"请填写 {REASON_LENGTH} 字以内的原因,企业人事会看到。"
        raise InvalidInput("REASON", fault, fields={"reason": fault})
    members = EmployeeMember.objects.scoped(actor).filter(enterprise_id=enterprise_id)
    if not members.exists():
        raise NotFound("没有找到这家企业的员工。")
    rows = lock_rows(members.filter(emp_no=emp_no.strip()).select_related("enterprise__unit"))
    if not rows:
        raise InvalidInput("EMP_NO", "企业没有这个工号。", fields={"emp_no": "企业没有这个工号。"})
    (row,) = rows
    source, row.status = row.status, MEMBER.check(row.status, move).target
    row.save(update_fields=["status"])
    audit.record(
        actor=actor,
        action=f"members.member.{_PAST[move]}",
        subject_kind="members.employee_member",
        subject_id=row.pk,
        from_state=source,
        to_state=row.status,
        detail={"emp_no": row.emp_no, "reason": reason.strip()},
        enterprise_id=row.enterprise_id,
        unit_path=row.enterprise.unit.path,
        now=now,
    )
    _tell(row, move, reason.strip(), now)


def _tell(row: EmployeeMember, move: str, reason: str, now: Moment) -> None:
    key = f"members.employment:{row.pk}:{move}:{now.wall.isoformat()}"
    notify.tell(
        person_id=row.person_id,
        kind="members.employment",
        title="任职变动",
        body=f"{row.enterprise.short_name}:{_TOLD[move]}",
        link="/mobile/certification/",
        key=key,
        sms=True,
        now=now,
    )
    title = "员工成员资格已暂停" if move == "suspend" else "员工成员资格已恢复"
    for operator in operators(row.enterprise_id):
        if operator.roles & _HR:
            notify.tell(
                person_id=operator.person_id,
                kind="members.enterprise",
                title=title,
                body=f"工号 {row.emp_no}:{title},原因:{reason}",
                link=f"/office/members/{row.pk}/",
                key=key,
                now=now,
            )

"""An enterprise's moves from state to state, and the bank's own: suspending, resuming, terminating (ID-8)."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.outbox import publish

from ..contracts import EnterpriseStatus, MemberStatus
from ..events import EnterpriseMoved
from ..models import EmployeeMember, Enterprise
from ..rules import ENTERPRISE

KIND = "members.enterprise"
_PAST = {"suspend": "suspended", "resume": "resumed", "terminate": "terminated"}


def enterprise_move(row: Enterprise, move: str, deed: str, actor: Actor, now: Moment, reason: str = "") -> None:
    """Writes a move of a locked enterprise, with its row in the trail, for the caller to commit. Raises IllegalMove."""
    source, row.status = row.status, EnterpriseStatus(ENTERPRISE.check(row.status, move).target)
    if row.status == EnterpriseStatus.CERTIFIED and move == "certify":
        row.certified_on = now.business_date
    row.save(update_fields=["status", "certified_on"])
    audit.record(
        actor=actor,
        action=f"members.enterprise.{deed}",
        subject_kind=KIND,
        subject_id=row.pk,
        from_state=source,
        to_state=row.status,
        detail={"reason": reason},
        enterprise_id=row.pk,
        unit_path=row.unit.path,
        now=now,
    )


@use_case
def enterprise_supervise(*, enterprise_id: UUID, move: str, reason: str, actor: Actor, now: Moment) -> None:
    """Suspends, resumes or terminates an enterprise of the actor's unit; its operators hear of it. Locks it.

    Raises NotFound, InvalidInput (REASON, MOVE), IllegalMove, Conflict (MEMBERS_LEFT: employees still belong to it).
    """
    if move not in _PAST:
        raise InvalidInput("MOVE", "请选择要办理的操作。", fields={"move": "请选择要办理的操作。"})
    if not reason.strip():
        raise InvalidInput("REASON", "请填写原因。", fields={"reason": "请填写原因,企业会看到。"})
    rows = lock_rows(Enterprise.objects.scoped(actor).filter(pk=enterprise_id).select_related("unit"))
    if not rows:
        raise NotFound("没有找到这家企业。")
    ENTERPRISE.check(rows[0].status, move)
    if move == "terminate":
        active = EmployeeMember.objects.system("who still belongs to it").filter(enterprise_id=enterprise_id)
        if active.exclude(status__in=[MemberStatus.LEFT, MemberStatus.REJECTED]).exists():
            raise Conflict("MEMBERS_LEFT", "企业还有未登记离职的成员,请先由企业办理离职登记后再终止。")
    enterprise_move(rows[0], move, _PAST[move], actor, now, reason.strip())
    publish(EnterpriseMoved(enterprise_id, _PAST[move]))

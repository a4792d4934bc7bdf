"""Somebody leaves an enterprise: a status with a date, never a deletion (ID-9)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from apps.approvals import api as approvals
from apps.audit import api as audit
from apps.core import outbox
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.notify import api as notify

from ..contracts import MemberStatus
from ..events import MemberLeft
from ..models import Certification, EmployeeMember
from ..models.certification import OPEN_STATES
from ..rules import CERTIFICATION, MEMBER
from .certification_submit import KIND
from .review_open import review_withdraw

AHEAD = timedelta(days=365)  # how far ahead a leaving may be registered
PART = 100  # of those who leave in one round
DUE = "到达登记的离职日期"


@use_case
def member_leave(*, member_id: UUID, left_on: date, actor: Actor, now: Moment) -> None:
    """Sets LEFT on a date; an open certification is withdrawn with its approvals. A date to come is kept until it is
    there (members_leave_due); another one then takes its place.

    Locks the open certification, then the member, then looks once more for one that was submitted before that lock.
    Raises NotFound, InvalidInput (LEFT_ON), IllegalMove for somebody who has left already.
    """
    member = EmployeeMember.objects.scoped(actor).filter(pk=member_id)
    open_certifications(actor, [member_id])
    rows = lock_rows(member.select_related("enterprise__unit"))
    if not rows:
        raise NotFound("没有找到这名员工。")
    (row,) = rows
    MEMBER.check(row.status, "leave")
    open_ones = open_certifications(actor, [member_id])
    leave_locked(row, open_ones.get(member_id, ()), refuse_day(left_on, row, now), actor, now)


def open_certifications(actor: Actor, member_ids: Sequence[UUID]) -> dict[UUID, list[Certification]]:
    """The open certifications of members, locked, by member."""
    rows = Certification.objects.scoped(actor).filter(member_id__in=member_ids, state__in=OPEN_STATES)
    found: dict[UUID, list[Certification]] = defaultdict(list)
    for row in lock_rows(rows.select_related("member__enterprise")):
        found[row.member_id].append(row)
    return found


def refuse_day(left_on: date | None, row: EmployeeMember, now: Moment) -> date:
    """The day, if somebody may leave on it. Raises InvalidInput (LEFT_ON)."""
    if left_on is None or not row.hired_on <= left_on <= now.business_date + AHEAD:
        message = f"离职日期应在入职日期之后,且不晚于 {AHEAD.days} 天后"
        raise InvalidInput("LEFT_ON", f"{message}。", fields={"left_on": message})
    return left_on


def leave_locked(
    row: EmployeeMember, open_ones: Iterable[Certification], left_on: date, actor: Actor, now: Moment
) -> None:
    """A locked member leaves, with its locked open certifications, in the caller's transaction; on a day to come, not
    yet: then it only stands there."""
    move = MEMBER.check(row.status, "leave")
    if left_on > now.business_date:
        row.leaves_on = left_on
        row.save(update_fields=["leaves_on"])
        _record(row, "leaving", row.status, left_on, actor, now)
        _tell(row, f"企业已登记您于 {left_on} 离职。如有疑问请联系企业人事。", f"leaving:{left_on}", now)
        return
    for certification in open_ones:
        certification.state = CERTIFICATION.check(certification.state, "withdraw").target
        certification.save(update_fields=["state"])
        review_withdraw(subject=certification, now=now)
        approvals.void(kind=KIND, subject_id=certification.pk, reason="员工已离职", actor=actor, now=now)
    source, row.status, row.left_on, row.leaves_on = row.status, move.target, left_on, None
    row.save(update_fields=["status", "left_on", "leaves_on"])
    _record(row, "left", source, left_on, actor, now)
    if source in (MemberStatus.ACTIVE, MemberStatus.SUSPENDED):
        _tell(row, "您已离职。工资条、账户和已签协议仍可在金融e云查看。", f"left:{left_on}", now)
    outbox.publish(MemberLeft(row.pk, row.person_id, row.enterprise_id))


@use_case
def member_stay(*, member_id: UUID, actor: Actor, now: Moment) -> None:
    """Takes back a leaving that was registered ahead. Locks the member. Raises NotFound, Conflict (NOTHING)."""
    rows = lock_rows(EmployeeMember.objects.scoped(actor).filter(pk=member_id).select_related("enterprise__unit"))
    if not rows:
        raise NotFound("没有找到这名员工。")
    (row,) = rows
    if row.leaves_on is None or row.leaves_on <= now.business_date:
        raise Conflict("NOTHING", "没有可以取消的离职登记,请刷新后查看。")
    left_on, row.leaves_on = row.leaves_on, None
    row.save(update_fields=["leaves_on"])
    _record(row, "stays", row.status, left_on, actor, now)
    _tell(row, f"企业已取消您于 {left_on} 离职的登记。", f"stays:{now.wall.isoformat()}", now)


def members_leave_due(*, now: Moment) -> int:
    """A round (core.sweeps): those whose day has come are LEFT, some at a time; gives how many.

    Until it comes, selectors.presence says so already. Locks open certifications, then members that nobody else holds.
    """
    require_transaction()
    actor = Actor.system(DUE)
    due = EmployeeMember.objects.system(DUE).filter(leaves_on__lte=now.business_date)
    ids = list(due.order_by("leaves_on", "pk").values_list("pk", flat=True)[:PART])
    open_certifications(actor, ids)
    rows = due.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",), skip_locked=True)
    members = list(rows.select_related("enterprise__unit"))
    open_ones = open_certifications(actor, [member.pk for member in members])
    for member in members:
        leave_locked(member, open_ones.get(member.pk, ()), member.leaves_on or now.business_date, actor, now)
    return len(members)


def _record(row: EmployeeMember, deed: str, source: str, day: date, actor: Actor, now: Moment) -> None:
    audit.record(
        actor=actor,
        action=f"members.member.{deed}",
        subject_kind="members.employee_member",
        subject_id=row.pk,
        from_state=source,
        to_state=row.status,
        detail={"emp_no": row.emp_no, "left_on": str(day)},
        enterprise_id=row.enterprise_id,
        unit_path=row.enterprise.unit.path,
        now=now,
    )


def _tell(row: EmployeeMember, text: str, what: str, now: Moment) -> None:
    notify.tell(
        person_id=row.person_id,
        kind="members.employment",
        title="任职变动",
        body=f"{row.enterprise.short_name}:{text}",
        link="/mobile/certification/",
        key=f"members.employment:{row.pk}:{what}",
        now=now,
    )

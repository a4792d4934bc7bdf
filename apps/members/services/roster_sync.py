"""An enterprise's own system sends its whole roster: the members are made the same (ID-9)."""

from collections.abc import Mapping, Sequence
from datetime import date

from apps.audit import api as audit
from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.ids import new_id

from ..choices import RosterScope
from ..contracts import MemberStatus, SyncAnswer, SyncFault, SyncLine
from ..models import EmployeeMember
from ..rules.roster import COLUMN_LABELS, RosterRow, read_people
from ..rules.roster_difference import Difference, leavers_allowed
from ..selectors.enterprises import require_certified
from ..selectors.roster_compare import difference_of
from .member_invite import INVITE_JOB
from .roster_apply import enterprise_locked, roster_apply


@use_case
def roster_sync(
    *,
    people: Sequence[Mapping[str, str]],
    left_on: date | None,
    most_leavers: int | None,
    is_dry_run: bool,
    actor: Actor,
    now: Moment,
) -> SyncAnswer:
    """Compares a full list (texts by column) with the members and, unless it is a dry run, does what differs.

    With a fault in any row nothing is done, since somebody whose row is wrong must not count as having left; the answer
    names the faults. The same list again changes nothing. Locks the enterprise (one roster at a time), then as
    roster_apply. Raises Conflict (ENTERPRISE_SUSPENDED, NOT_CERTIFIED; STALE; MANY_LEAVERS: more would leave than
    `most_leavers`, or without it than rules.leavers_allowed), InvalidInput (LEFT_ON: somebody leaves and no day is
    given, or one on which nobody may).
    """
    enterprise = enterprise_locked(actor)
    require_certified(enterprise.pk)
    rows = read_people(people, now.business_date)
    difference = difference_of(actor, rows, RosterScope.FULL)
    faults = _faults(rows)
    if faults or is_dry_run:
        return _answer(difference, faults, is_applied=False)
    _refuse_leavers(difference, left_on, most_leavers, actor)
    done = roster_apply(
        rows=rows, scope=RosterScope.FULL, difference=difference, left_on=left_on, enterprise=enterprise, actor=actor,
        now=now,
    )  # fmt: skip
    if done.joined:
        jobs.add(INVITE_JOB, str(new_id()), {"enterprise_id": str(enterprise.pk)})
    audit.record(
        actor=actor,
        action="members.roster.synced",
        subject_kind="members.enterprise",
        subject_id=enterprise.pk,
        detail=done._asdict(),
        unit_path=enterprise.unit.path,
        now=now,
    )
    return _answer(difference, (), is_applied=True)


def _refuse_leavers(difference: Difference, left_on: date | None, most: int | None, actor: Actor) -> None:
    count = len(difference.leavers)
    if not count:
        return
    if left_on is None:
        raise InvalidInput("LEFT_ON", "名单缺少在册员工,请填写离职日期。", fields={"left_on": "请填写离职日期"})
    present = EmployeeMember.objects.scoped(actor).exclude(status=MemberStatus.LEFT).count()
    allowed = leavers_allowed(present) if most is None else most
    if count > allowed:
        raise Conflict(
            "MANY_LEAVERS",
            f"名单缺少 {count} 名在册员工,超过 {allowed} 名。请核对名单是否完整,确认无误的在 most_leavers 写明。",
        )


def _faults(rows: Sequence[RosterRow]) -> tuple[SyncFault, ...]:
    return tuple(
        SyncFault(row.number, name, row.faults[name]) for row in rows for name in COLUMN_LABELS if name in row.faults
    )


def _answer(difference: Difference, faults: tuple[SyncFault, ...], *, is_applied: bool) -> SyncAnswer:
    return SyncAnswer(
        is_applied=is_applied,
        joiners=tuple(SyncLine(row.emp_no, row.name) for row in difference.joiners),
        changed=tuple(SyncLine(row.emp_no, row.name, columns) for row, _, columns in difference.changed),
        leavers=tuple(SyncLine(member.emp_no, member.name) for member in difference.leavers),
        unchanged=len(difference.unchanged),
        faults=faults,
    )

"""The bank stops an issue at once, and lets it go on (row 7); where the cap falls, the system does (TX-6)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.moves import reason_said

from ..choices import REASON_LENGTH, DayCount, IssueState
from ..contracts import IssueAnswer
from ..models import Issue
from ..selectors.rate_caps import LprStale, cap_now, rate_fault
from .issue_moves import issue_locked, issue_move, issue_once


@use_case
def issue_suspend(*, issue_id: UUID, reason: str, key: str, actor: Actor, now: Moment) -> IssueAnswer:
    """No new order from now on; what is held stays held. Key: (person, key). Locks the issue.

    Raises NotFound, IllegalMove, InvalidInput REASON, KeyReused, Busy.
    """
    reason = reason_said(reason, "暂停的原因", REASON_LENGTH)

    def suspend(issue: Issue) -> None:
        issue_move(
            issue, "suspend", "tongxinbao.issue.suspended", actor=actor, now=now, detail={"reason": reason},
            reason=reason,
        )  # fmt: skip

    return issue_once(verb="suspend", issue_id=issue_id, key=key, actor=actor, effect=suspend, reason=reason)


def issue_guard(*, issue_id: UUID, now: Moment) -> bool:
    """Suspends an issue that is open above the cap of today, or while the quote that is due is missing; True where it
    did. In the caller's transaction, a repeat changes nothing. Locks the issue."""
    require_transaction()
    actor = Actor.system("利率上限复核")
    issue = issue_locked(actor, issue_id)
    if issue.state != IssueState.SUBSCRIBING or issue.rate is None:
        return False
    try:
        fault = rate_fault(issue.rate, DayCount(issue.day_count), cap_now(now))
    except LprStale as stale:
        fault = stale.code, stale.message
    if fault:
        issue_move(
            issue, "suspend", "tongxinbao.issue.suspended", actor=actor, now=now, detail={"code": fault[0]},
            reason=fault[1],
        )  # fmt: skip
    return fault is not None

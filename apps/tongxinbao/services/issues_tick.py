"""The hours of issues: what opens, what closes, what the cap stops (rows 6, 7, 9, 14c).

Asked every few seconds, and when a day opens."""

from uuid import UUID

from apps.core import jobs, params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.core.errors import Conflict
from apps.members import api as members

from ..choices import NEW_ISSUE_ENABLED, DayCount, IssueState
from ..models import Issue
from ..selectors.rate_caps import cap_now, rate_fault
from .issue_moves import issue_locked, issue_move
from .issue_suspend import issue_guard
from .order_place import CLOSE_JOB

WHY = "the hour of each issue"


def issues_tick(*, now: Moment) -> None:
    """Opens, stops and hands to the closing job the issues whose hour it is, each once. In the caller's transaction."""
    require_transaction()
    at = now.business_at
    rows = Issue.objects.system(WHY)
    for pk in rows.filter(state=IssueState.LISTED, open_at__lte=at).order_by("pk").values_list("pk", flat=True):
        issue_open(issue_id=pk, now=now)
    open_now = rows.filter(state__in=[IssueState.SUBSCRIBING, IssueState.SUSPENDED])
    for pk in open_now.filter(close_at__lte=at).values_list("pk", flat=True):
        jobs.add(CLOSE_JOB, f"{pk}:hour", {"issue_id": str(pk)})
    for pk in (
        open_now.filter(state=IssueState.SUBSCRIBING, close_at__gt=at).order_by("pk").values_list("pk", flat=True)
    ):
        issue_guard(issue_id=pk, now=now)


def issue_open(*, issue_id: UUID, now: Moment) -> bool:
    """Opens a listed issue whose hour has come, unless the kill switch, the cap or the enterprise's standing keep it
    shut, so that it is looked at again; True where it did. In the caller's transaction. Locks the issue."""
    require_transaction()
    actor = Actor.system("认购时间")
    issue = issue_locked(actor, issue_id)
    if issue.state != IssueState.LISTED or issue.rate is None or not params.get(NEW_ISSUE_ENABLED, now.business_date):
        return False
    try:
        members.require_certified(issue.enterprise_id)
        if rate_fault(issue.rate, DayCount(issue.day_count), cap_now(now)):
            return False
    except Conflict:  # suspended, or LPR_STALE
        return False
    issue_move(issue, "open", "tongxinbao.issue.opened", actor=actor, now=now)
    return True

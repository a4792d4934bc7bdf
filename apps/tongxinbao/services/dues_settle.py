"""What has fallen due is paid: in full, or at the end of the day as far as the enterprise's money goes.

Rows 14 to 19a. One function for the morning and for midnight, so that both reckon alike. The bank pays nothing.
"""

from datetime import date
from typing import Any

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction

from ..choices import IssueState
from ..models import Due, Holding, Issue
from ..rules.order import HOLDING
from ..rules.sharing import apportion
from ..selectors.lenders import left_of
from ..selectors.owed import Claims, claims_on
from .issue_moves import issue_move
from .payout_make import Part, payout_make, payout_room

WHY = "loans of a locked issue"
LATE = (IssueState.PARTIALLY_REPAID, IssueState.OVERDUE, IssueState.DEFAULTED)
COLLECTED = (IssueState.ACTIVE, IssueState.REPAYING, *LATE)


def dues_settle(issue: Issue, day: date, *, is_day_over: bool, actor: Actor, now: Moment) -> bool:
    """Pays what is due up to `day`; True where nothing is left of it.

    Needs the caller's transaction and the issue's lock. Before the end of the day all or nothing is paid; at its end
    whatever there is, pro rata, and the rest is late from `day` on: the due date is the first overdue day, since it
    bore no interest (AT-10). Locks the enterprise's account, then the accounts of the books.
    """
    require_transaction()
    if issue.state not in COLLECTED:
        return True
    claims = claims_on(issue, day)
    if issue.state == IssueState.ACTIVE and issue.due_on is not None and issue.due_on <= day:
        issue_move(issue, "fall_due", "tongxinbao.issue.fell_due", actor=actor, now=now, tell=False)
    if not claims.lines:
        return True
    room = payout_room(issue, now)
    if room >= claims.net:
        parts = [(claim, claim.owed) for claim in claims.lines]
        owes_more = left_of(issue.pk) > sum(claim.owed.principal for claim in claims.lines)
        ends = "" if owes_more else "mature"
        payout_make(issue, _kind(issue), parts, paid_on=day, is_day_over=is_day_over, ends=ends, now=now)
        _paid(issue, owes_more, actor, now)
        return True
    if is_day_over:
        _pay_in_part(issue, claims, room, day, actor, now)
    return False


def _kind(issue: Issue) -> str:
    if issue.state in LATE:
        return "CURE"
    return "MATURITY" if issue.state == IssueState.REPAYING else "INTEREST"


def _paid(issue: Issue, owes_more: bool, actor: Actor, now: Moment) -> None:
    """The moves of an issue of which nothing is late any more."""
    if issue.state == IssueState.DEFAULTED:
        name = "take_part"
    elif issue.state in LATE:
        name = "catch_up" if owes_more else "cure"
    else:
        name = "repay" if issue.state == IssueState.REPAYING else "pay_interest"
    changes: dict[str, Any] = {} if owes_more else {"ended_at": now.business_at}
    issue_move(issue, name, f"tongxinbao.issue.{PAST[name]}", actor=actor, now=now, **changes)
    if owes_more:
        holdings_move(issue, "catch_up", late_from=None)


PAST = {
    "take_part": "collected",
    "catch_up": "caught_up",
    "cure": "cured",
    "repay": "repaid",
    "pay_interest": "interest_paid",
    "repay_in_part": "partly_repaid",
    "miss": "missed",
    "miss_interest": "missed",
}


def _pay_in_part(issue: Issue, claims: Claims, room: int, day: date, actor: Actor, now: Moment) -> None:
    if room:
        shared = apportion(room, [claim.owed for claim in claims.lines])
        parts: list[Part] = list(zip(claims.lines, shared, strict=True))
        payout_make(issue, "PART", parts, paid_on=day, is_day_over=True, now=now)
    if issue.state == IssueState.REPAYING:
        name = "repay_in_part" if room else "miss"
    elif issue.state == IssueState.ACTIVE:
        name = "miss_interest"
    else:
        name = "take_part" if room else ""
    if name:
        issue_move(issue, name, f"tongxinbao.issue.{PAST[name]}", actor=actor, now=now, detail={"paid": room})
    holdings_move(issue, "miss")
    _late_from(issue, day)


def _late_from(issue: Issue, day: date) -> None:
    """Principal that was due and is not paid bears overdue interest from its due date on."""
    late = Due.objects.system(WHY).filter(holding__issue=issue, due_on__lte=day, principal_fen__gt=0)
    owing = Holding.objects.system(WHY).filter(issue=issue, left_fen__gt=0, late_from=None, dues__in=late)
    Holding.objects.system(WHY).filter(pk__in=owing.values("pk")).update(late_from=day)


def holdings_move(issue: Issue, name: str, **changes: object) -> None:
    """The move for each holding of the issue that knows it from where it stands."""
    for move in HOLDING.moves:
        if move.name == name:
            rows = Holding.objects.system(WHY).filter(issue=issue, state=move.source, closed_on=None)
            rows.update(state=move.target, **changes)

"""The day of an early repayment: the whole issue is paid back with interest to this very day (rows 14b, 15, 17)."""

from datetime import date
from itertools import groupby
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction

from ..choices import DayCount
from ..models import Due, Issue
from ..rules.interest import early_interest
from ..selectors.owed import claims_on
from .issue_moves import issue_move
from .payout_make import payout_make, payout_room

WHY = "the enterprise repays early"


def early_settle(issue: Issue, day: date, *, is_day_over: bool, actor: Actor, now: Moment) -> bool:
    """Pays all lenders with interest for the actual days, or, at the end of the day, goes on as before (TX-25). True
    where it was paid.

    Needs the caller's transaction and the issue's lock. Locks the enterprise's account, then the accounts of the books.
    """
    require_transaction()
    changed = schedule_cut(issue, day)
    claims, room = claims_on(issue, day), payout_room(issue, now)
    if room >= claims.net:
        parts = [(claim, claim.owed) for claim in claims.lines]
        payout_make(issue, "EARLY", parts, paid_on=day, is_day_over=is_day_over, ends="redeem", now=now)
        issue_move(
            issue, "repay", "tongxinbao.issue.repaid", actor=actor, now=now, due_on=day, ended_at=now.business_at
        )
        return True
    _restore(changed)
    if is_day_over:
        issue_move(
            issue, "early_refused", "tongxinbao.issue.early_refused", actor=actor, now=now, early_on=None,
            reason="账户余额不足,提前还款没有进行,借款照原约定继续。",
        )  # fmt: skip
    return False


Before = list[tuple[Due, date, int, int, int]]


def schedule_cut(issue: Issue, day: date, holding_id: UUID | None = None) -> Before:
    """Ends every schedule on `day`, or that of one loan: what lies behind it is one last instalment; gives what stood
    there before."""
    if issue.rate is None or issue.value_date is None:
        raise RuntimeError(f"issue {issue.reference} was not settled")
    before: Before = []
    rows = Due.objects.system(WHY).filter(holding__issue=issue, holding__closed_on=None).select_related("holding")
    if holding_id is not None:
        rows = rows.filter(holding_id=holding_id)
    for holding, group in groupby(rows.order_by("holding_id", "number"), lambda due: due.holding):
        dues = list(group)
        kept, ahead = [d for d in dues if d.due_on < day], [d for d in dues if d.due_on >= day]
        before += [(due, due.due_on, due.days, due.principal_fen, due.interest_fen) for due in ahead]
        days = (day - (kept[-1].due_on if kept else issue.value_date)).days
        first, *rest = ahead
        first.due_on, first.days, first.principal_fen = day, days, holding.principal_fen
        first.interest_fen = early_interest(
            holding.principal_fen, issue.rate, DayCount(issue.day_count), issue.value_date, day,
            sum(due.interest_fen for due in kept),
        )  # fmt: skip
        for due in rest:
            due.due_on, due.days, due.principal_fen, due.interest_fen = day, 0, 0, 0
    _save([due for due, *_ in before])
    return before


def _restore(before: Before) -> None:
    for due, due_on, days, principal, interest in before:
        due.due_on, due.days, due.principal_fen, due.interest_fen = due_on, days, principal, interest
    _save([due for due, *_ in before])


def _save(dues: list[Due]) -> None:
    Due.objects.system(WHY).bulk_update(dues, ["due_on", "days", "principal_fen", "interest_fen"])

"""The end of a day, a step of its close: what is due is paid from the enterprises' accounts, what is not is late."""

from datetime import date

from django.db.models import F, Q, QuerySet, Sum

from apps.core.actors import Actor
from apps.core.bankday import Report
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.money import format_yuan

from ..choices import HoldingState, IssueState
from ..models import Due, Holding, Issue, Payout
from .dues_settle import COLLECTED, dues_settle
from .dues_shift import dues_shift
from .early_settle import early_settle

WHY = "the day is over"
MEMO_LENT, MEMO_LATE = "9101", "9102"  # of the chart of accounts: reported, no entries


def dues_close(now: Moment, _partition: int) -> Report:
    """Settles each issue with something due up to this day, in the transaction of the step. Locks the issues ascending,
    then accounts. A due date that the calendar has made a day of rest waits for the workday after it (TX-24)."""
    require_transaction()
    day, actor = now.business_date, Actor.system("日终还本付息")
    dues_shift(day)
    count, paid = 0, 0
    due = lock_rows(_due(day))
    before = _paid_out(due)
    for issue in due:
        count, paid = count + 1, paid + _settle(issue, day, actor, now)
    fen = _paid_out(due) - before
    said = (
        f"{count} 次借款有应还款项,{paid} 次已还清当期,向出借人支付 {format_yuan(fen)} 元。"
        if count
        else "没有应还的借款。"
    )
    return Report(said, {"issues": count, "paid": paid, "fen": fen} | memo_figures())


def memo_figures() -> dict[str, int]:
    """9101 同心宝存量 and 9102 同心宝逾期 (表外): what is lent and not paid back, and what of it is late; in 分."""
    rows = Holding.objects.system(WHY)
    late = Sum("left_fen", filter=Q(state=HoldingState.OVERDUE), default=0)
    found = rows.aggregate(lent=Sum("left_fen", default=0), late=late)
    return {MEMO_LENT: int(found["lent"]), MEMO_LATE: int(found["late"])}


def _settle(issue: Issue, day: date, actor: Actor, now: Moment) -> bool:
    """The end of the day for one issue; an interest date on which it was to be repaid early still is one."""
    if issue.state != IssueState.EARLY_REPAYING:
        return dues_settle(issue, day, is_day_over=True, actor=actor, now=now)
    is_paid = early_settle(issue, day, is_day_over=True, actor=actor, now=now)
    if not is_paid:
        dues_settle(issue, day, is_day_over=True, actor=actor, now=now)
    return is_paid


def _paid_out(issues: list[Issue]) -> int:
    """What the issues have paid to their lenders so far, in 分."""
    payouts = Payout.objects.system(WHY).filter(issue__in=issues)
    return int(payouts.aggregate(fen=Sum("net_fen", default=0))["fen"])


def _due(day: date) -> QuerySet[Issue]:
    """The issues of which something is due and unpaid, or that repay early on this day."""
    unpaid = (
        Due.objects.system(WHY)
        .filter(due_on__lte=day, holding__closed_on=None)
        .exclude(paid_interest_fen=F("interest_fen"), paid_principal_fen=F("principal_fen"))
    )
    late = Q(holdings__overdue_fen__gt=0) | Q(pk__in=unpaid.values("holding__issue_id"))
    rows = Issue.objects.system(WHY)
    return rows.filter(
        Q(state=IssueState.EARLY_REPAYING, early_on__lte=day)
        | Q(state__in=COLLECTED, pk__in=rows.filter(late).values("pk"))
    )

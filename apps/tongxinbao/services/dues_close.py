"""The end of a day, a step of its close: what is due is paid from the enterprises' accounts, what is not is late."""

from datetime import date

from django.db.models import F, Q, QuerySet, Sum

from apps.core.actors import Actor
from apps.core.bankday import Report
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.money import format_yuan

from ..choices import IssueState
from ..models import Due, Issue, Payout
from .dues_settle import COLLECTED, dues_settle
from .dues_shift import dues_shift
from .early_settle import early_settle

WHY = "the day is over"


def dues_close(now: Moment, _partition: int) -> Report:
    """Settles each issue with something due up to this day, in the transaction of the step. Locks the issues ascending,
    then accounts. A due date that the calendar has made a day of rest waits for the workday after it (TX-24)."""
    require_transaction()
    day, actor = now.business_date, Actor.system(WHY)
    dues_shift(day)
    count = paid = 0
    due = lock_rows(_due(day))
    before = _paid_out(due)
    for issue in due:
        if issue.state == IssueState.EARLY_REPAYING:
            is_paid = early_settle(issue, day, is_day_over=True, actor=actor, now=now)
        else:
            is_paid = dues_settle(issue, day, is_day_over=True, actor=actor, now=now)
        count, paid = count + 1, paid + is_paid
    fen = _paid_out(due) - before
    said = (
        f"{count} 次借款有应还款项,{paid} 次已还清当期,向出借人支付 {format_yuan(fen)} 元。"
        if count
        else "没有应还的借款。"
    )
    return Report(said, {"issues": count, "paid": paid, "fen": fen})


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

"""A due date that has become a day of rest: paid on the next workday, with the contract's interest for the days between
(TX-24)."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from apps.core.calendar import is_workday, next_workday
from apps.core.db import require_transaction

from ..choices import DayCount
from ..models import Due, Issue
from ..rules.interest import interest_of

WHY = "the calendar has changed"


def dues_shift(day: date) -> None:
    """Moves what is due on `day`, where that is no workday, to the next one; a repeat finds nothing.

    The instalment gets the days between, the one after it loses them; the last makes the sum right, as in
    `rules.interest.schedule`. In the caller's transaction.
    """
    require_transaction()
    moved = Due.objects.system(WHY).filter(due_on=day, holding__closed_on=None)
    if not moved.exists() or is_workday(day):  # a day on which nothing is due needs no calendar
        return
    to = next_workday(day)
    by_holding: dict[UUID, list[Due]] = defaultdict(list)
    rows = Due.objects.system(WHY).filter(holding__in=moved.values("holding_id")).select_related("holding__issue")
    for due in rows.order_by("holding_id", "number"):
        by_holding[due.holding_id].append(due)
    changed = [due for dues in by_holding.values() for due in _shifted(dues, day, to)]
    Due.objects.system(WHY).bulk_update(changed, ["due_on", "days", "interest_fen"])
    Issue.objects.system(WHY).filter(due_on=day, value_date__isnull=False).update(due_on=to)


def _shifted(dues: list[Due], day: date, to: date) -> list[Due]:
    """One loan's schedule after the move; of days only those of this instalment and the next change."""
    holding, issue = dues[0].holding, dues[0].holding.issue
    if issue.rate is None:
        raise RuntimeError(f"issue {issue.reference} has no rate")
    rate, base, extra = issue.rate, DayCount(issue.day_count), (to - day).days
    for due, after in zip(dues, [*dues[1:], None], strict=True):
        if due.due_on == day:
            due.due_on, due.days = to, due.days + extra
            if after is not None:
                after.days -= extra
    total = interest_of(holding.principal_fen, rate, sum(due.days for due in dues), base)
    for due in dues[:-1]:
        if not due.paid_interest_fen:
            due.interest_fen = interest_of(holding.principal_fen, rate, due.days, base)
    dues[-1].interest_fen = total - sum(due.interest_fen for due in dues[:-1])
    return dues

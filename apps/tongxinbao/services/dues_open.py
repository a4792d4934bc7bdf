"""A day opens: what falls due on it is due, those who have to pay soon are told (row 16)."""

from datetime import date
from uuid import UUID

from apps.core import jobs
from apps.core.actors import Actor
from apps.core.calendar import LONGEST_REST, ONE_DAY, days_between, is_workday
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.jobs import Lease
from apps.core.outbox import publish

from ..choices import REMIND_WORKDAYS, IssueState
from ..events import DuesAhead
from ..models import Due, Issue
from .dues_settle import dues_settle
from .dues_shift import dues_shift
from .early_settle import early_settle
from .issue_moves import issue_locked

WHY = "a day opens"
LOOKED_AHEAD = 2 * LONGEST_REST  # five workdays are never further away
PAY_JOB = "tongxinbao.pay"


def dues_open(*, day: date) -> None:
    """Writes a job for each issue that has to pay today, and tells which have to within five workdays and one.

    In the caller's transaction; a repeat changes nothing.
    """
    require_transaction()
    dues_shift(day)
    if not is_workday(day):
        return
    for pk in {*_due_on(day), *_early_on(day)}:
        jobs.add(PAY_JOB, f"{pk}:{day}", {"issue_id": str(pk), "day": day.isoformat()})
    for due_on, ahead in _ahead(day).items():
        publish(*(DuesAhead(pk, due_on.isoformat(), ahead) for pk in sorted(_due_on(due_on))))


def _ahead(day: date) -> dict[date, int]:
    """The due dates of which people are told today, by how many workdays they are away. Reckoned from the due dates, so
    that no year is asked for in which nothing is due."""
    dues = Due.objects.system(WHY).filter(due_on__gt=day, due_on__lte=day + LOOKED_AHEAD, holding__closed_on=None)
    found = {}
    for due_on in dues.order_by("due_on").values_list("due_on", flat=True).distinct():
        workdays = sum(one.is_workday for one in days_between(day + ONE_DAY, due_on))
        if workdays in REMIND_WORKDAYS and is_workday(due_on):
            found[due_on] = workdays
    return found


def _due_on(day: date) -> set[UUID]:
    dues = Due.objects.system(WHY).filter(due_on=day, holding__closed_on=None)
    return set(dues.values_list("holding__issue_id", flat=True).distinct())


def _early_on(day: date) -> set[UUID]:
    rows = Issue.objects.system(WHY).filter(state=IssueState.EARLY_REPAYING, early_on=day)
    return set(rows.values_list("pk", flat=True))


@use_case
def dues_pay(*, issue_id: UUID, day: date, lease: Lease, now: Moment) -> None:
    """Pays what is due today in full, as soon as the enterprise's money is there; the end of the day looks once more.

    Key: the lease, and in the books the payout's number. Locks the issue, accounts. A job that comes after its day does
    nothing: the day close has done it.
    """
    actor = Actor.system("到期还本付息")
    issue = issue_locked(actor, issue_id)
    if now.business_date == day:
        if issue.state == IssueState.EARLY_REPAYING and issue.early_on == day:
            early_settle(issue, day, is_day_over=False, actor=actor, now=now)
        else:
            dues_settle(issue, day, is_day_over=False, actor=actor, now=now)
    lease.finish()

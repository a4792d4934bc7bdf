"""A business date opens: what was approved for it is paid, and what is missing for the next pay days is said (PY-8)."""

from datetime import date

from apps.core.actors import Role
from apps.core.calendar import is_workday, workday_after
from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.core.money import format_yuan
from apps.core.outbox import publish
from apps.members import api as members
from apps.notify import api as notify

from ..choices import REMINDERS, BatchState
from ..events import BatchSubmitted
from ..models import Batch
from ..selectors.funding import batches_of_day, shortfall
from ..selectors.telling import batch_link
from .batch_decide import release_add

WHY = "its pay day has come"
KEEPERS = (Role.MAKER, Role.AUTHORISER, Role.ENTERPRISE_ADMIN)  # who may put money into the account


def pay_day_open(*, day: date) -> None:
    """Writes the release of each batch that was approved for `day`, or that missed its own day's cut-off.

    In the caller's transaction; a repeat changes nothing. On a day of rest nothing is paid. What was held back (P10,
    P11) waits for people.
    """
    require_transaction()
    if not is_workday(day):
        return
    for batch in Batch.objects.system(WHY).filter(state=BatchState.SCHEDULED, outcome="", pay_on__lte=day):
        release_add(batch)


def pay_days_remind(*, day: date, now: Moment) -> None:
    """Tells, so many workdays before a pay day, who keeps the account what it lacks, and who must still approve that it
    is his turn. In the caller's transaction; a repeat tells nobody twice."""
    require_transaction()
    if not is_workday(day):
        return
    for ahead in REMINDERS:
        for batch in batches_of_day(workday_after(day, ahead)):
            _remind(batch, day, now)


def _remind(batch: Batch, day: date, now: Moment) -> None:
    short_fen = shortfall(batch, now)
    if short_fen:
        people = [one.person_id for one in members.operators(batch.enterprise_id) if one.roles & set(KEEPERS)]
        notify.tell_many(
            person_ids=people,
            kind="daifutong.funding",
            title="代发账户余额不足",
            body=f"{batch.title}定于{batch.pay_on:%m月%d日}发放,付款账户 {batch.payer_masked} 还差 "
            f"{format_yuan(short_fen)} 元,请在发放日前存入。",
            link=batch_link(batch.pk),
            key=f"daifutong.funding:{batch.pk}:{day}",
            now=now,
        )
    if batch.state != BatchState.SCHEDULED:
        publish(BatchSubmitted(batch.pk, batch.approvals_given, day.isoformat()))

"""The day-end file ends payments in doubt, and tells of those that came back: it is the bank's last word on a day."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from apps.core.clock import Moment
from apps.core.db import refuse_transaction

from ..contracts import PaymentKind, PaymentState
from ..models import CoreMessage, CoreStatementEntry
from ..rules.payments import has_bounced, read_entries
from ..selectors import HOUSE
from .payment_bounce import payment_bounce
from .payment_record import IN_DOUBT, payment_record

Told = dict[str, list[tuple[int, str]]]  # by reference: 分 that went out, the bank's reference


def statement_resolve(*, account: str, day: date, now: Moment) -> int:
    """Gives every payment in doubt that stands in the file of an account (3001.*) and day its end, and calls those that
    had succeeded and came back (退票) BOUNCED; gives their number.

    Of those in doubt, one that went out is SUCCEEDED, one that went out and came back is FAILED P99; one that the file
    tells otherwise, or not at all, stays in doubt and goes on being queried. What else the file says is a difference, a
    case of its own. Safe to repeat. Must run outside any transaction (OpenTransaction); opens one for each payment,
    which locks its row.
    """
    refuse_transaction()
    entries = CoreStatementEntry.objects.filter(statement__account=account, statement__business_date=day)
    return _end_doubts(entries, now) + _bounce(entries, now)


def _end_doubts(entries: QuerySet[CoreStatementEntry], now: Moment) -> int:
    doubted = CoreMessage.objects.system(HOUSE).filter(state__in=IN_DOUBT, reference__in=entries.values("reference"))
    amounts = dict(doubted.values_list("reference", "amount"))
    resolved = 0
    for reference, told in _told(entries, amounts).items():
        verdict = read_entries(amounts[reference], told)
        if verdict is not None:
            resolved += payment_record(reference=reference, verdict=verdict, queried=False, now=now).final
    return resolved


def _bounce(entries: QuerySet[CoreStatementEntry], now: Moment) -> int:
    """Only of payments: a collection's money comes in, and what comes in is no return."""
    returned = CoreMessage.objects.system(HOUSE).filter(
        kind=PaymentKind.PAYMENT,
        state=PaymentState.SUCCEEDED,
        reference__in=entries.filter(amount__lt=0).values("reference"),
    )
    amounts = dict(returned.values_list("reference", "amount"))
    bounced = 0
    for reference, told in _told(entries, amounts).items():
        if has_bounced(amounts[reference], [fen for fen, _ in told]):
            bounced += payment_bounce(reference=reference, now=now)
    return bounced


def _told(entries: QuerySet[CoreStatementEntry], amounts: Mapping[str, int]) -> Told:
    told: Told = defaultdict(list)
    rows = entries.filter(reference__in=amounts).order_by("reference", "number")
    for reference, fen, bank_reference in rows.values_list("reference", "amount", "bank_reference"):
        told[reference].append((fen, bank_reference))
    return told

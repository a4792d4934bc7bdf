"""The day-end file ends payments in doubt: what it tells of them is the bank's last word on their day."""

from collections import defaultdict
from datetime import date

from apps.core.clock import Moment
from apps.core.db import refuse_transaction

from ..models import CoreMessage, CoreStatementEntry
from ..rules.payments import read_entries
from ..selectors import HOUSE
from .payment_record import IN_DOUBT, payment_record


def statement_resolve(*, account: str, day: date, now: Moment) -> int:
    """Gives every payment in doubt that stands in the file of an account (3001.*) and day its end; gives their number.

    One that went out is SUCCEEDED, one that went out and came back is FAILED P99; one that the file tells otherwise, or
    not at all, stays in doubt and goes on being queried, and the difference is a case of its own. Safe to repeat. Must
    run outside any transaction (OpenTransaction); opens one for each payment, which locks its row.
    """
    refuse_transaction()
    entries = CoreStatementEntry.objects.filter(statement__account=account, statement__business_date=day)
    doubted = CoreMessage.objects.system(HOUSE).filter(state__in=IN_DOUBT, reference__in=entries.values("reference"))
    amounts = dict(doubted.values_list("reference", "amount"))
    told: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for reference, fen, bank_reference in (
        entries.filter(reference__in=amounts).order_by("number").values_list("reference", "amount", "bank_reference")
    ):
        told[reference].append((fen, bank_reference))
    resolved = 0
    for reference in sorted(told):
        verdict = read_entries(amounts[reference], told[reference])
        if verdict is not None:
            resolved += payment_record(reference=reference, verdict=verdict, queried=False, now=now).final
    return resolved

"""Taking money into accounts, as far as their class and status allow (AC-2)."""

from collections.abc import Sequence
from uuid import UUID

from apps.core.clock import Moment
from apps.core.db import require_transaction

from ..contracts import InboundLine, InboundRefusal
from ..models import InboundDay
from ..rules import inbound_verdicts
from ..selectors import class_two_ids, limited_held, limits, used_on


def inbound_take(*, lines: Sequence[InboundLine], now: Moment) -> dict[UUID, InboundRefusal]:
    """Uses up the limits of class II accounts for the lines that may come in, in the caller's transaction.

    Gives the refused lines by `ref`; the caller posts all others in the same transaction, so that a rollback gives the
    limits back. Locks the payees' accounts, ascending by id, before the ledger's accounts: what two payrolls pay into
    one account at once is counted exactly, and no freeze slips in between the look at a status and the posting. Any
    number of lines costs one query, or four where an account may refuse.
    """
    require_transaction()
    limited = limited_held({line.account_id for line in lines})
    if not limited:
        return {}
    lines = [line for line in lines if line.account_id in limited]
    accounts = {account_id: facts for account_id, facts in limited.items() if facts is not None}
    two = class_two_ids(accounts)
    used = used_on(two, now.business_date)
    before = {account_id: usage.day for account_id, usage in used.items()}
    refused = inbound_verdicts(lines, accounts, used, limits(now))
    InboundDay.objects.bulk_create(
        [
            InboundDay(account_id=account_id, day=now.business_date, amount=used[account_id].day)
            for account_id in two
            if account_id in used and used[account_id].day != before.get(account_id, 0)
        ],
        update_conflicts=True,
        unique_fields=["account", "day"],
        update_fields=["amount"],
    )
    return refused

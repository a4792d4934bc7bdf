"""Reading the books. The caller has scoped the account."""

from collections.abc import Sequence
from uuid import UUID

from apps.core.money import Fen

from .contracts import CNY, EntryLine
from .models import Account, Entry

HOUSE = "bank"
HOUSE_ID = UUID(int=0)
PAGE = 30


def balance(account_id: UUID) -> Fen:
    """An account's balance in 分."""
    return Fen(Account.objects.values_list("balance", flat=True).get(pk=account_id))


def balances(account_ids: Sequence[UUID]) -> dict[UUID, Fen]:
    """The balances in 分 of many accounts, in one query."""
    return {pk: Fen(fen) for pk, fen in Account.objects.filter(pk__in=account_ids).values_list("pk", "balance")}


def house_account(gl_code: str) -> UUID:
    """The bank's own account under a code (clearing, income)."""
    return Account.objects.values_list("pk", flat=True).get(
        owner_kind=HOUSE, owner_id=HOUSE_ID, gl_code=gl_code, asset=CNY
    )


def entries_of(account_id: UUID, *, page: int = 1) -> tuple[EntryLine, ...]:
    """A page of an account's entries, newest first."""
    start = (max(page, 1) - 1) * PAGE
    rows = Entry.objects.filter(account_id=account_id).select_related("journal").order_by("-version")
    return tuple(
        EntryLine(
            e.journal.created_at,
            e.journal.business_date,
            e.journal.summary,
            e.journal.kind,
            Fen(e.amount),
            Fen(e.balance_after),
        )
        for e in rows[start : start + PAGE]
    )

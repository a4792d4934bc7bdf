"""Opening and closing accounts of the books."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection

from apps.core.db import require_transaction
from apps.core.ids import new_id

from ..contracts import CNY
from .door import call


def account_open(*, owner_kind: str, owner_id: UUID, gl_code: str, on: date, asset: str = CNY) -> UUID:
    """Opens the owner's account under a code, or gives the one it has. The floor comes from the chart of accounts."""
    sql = "SELECT ledger_open_account(%s, %s, %s, %s, %s, %s)"
    opened: UUID = call(sql, (new_id(), owner_kind, owner_id, gl_code, asset, on))[0]
    return opened


def accounts_open(accounts: Sequence[tuple[UUID, str, UUID, str]], *, on: date) -> None:
    """Opens many accounts in one statement: (id made by the caller, owner kind, owner id, code)."""
    require_transaction()
    ids, kinds, owners, codes = (list(column) for column in zip(*accounts, strict=True)) if accounts else ([],) * 4
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger_open_account(a.id, a.kind, a.owner, a.code, %s, %s)"
            " FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::text[]) AS a(id, kind, owner, code)",
            [CNY, on, ids, kinds, owners, codes],
        )


def account_close(account_id: UUID, *, on: date) -> None:
    """Closes an empty account; the database refuses one with a balance or a hold."""
    call("SELECT ledger_close_account(%s, %s)", (account_id, on))

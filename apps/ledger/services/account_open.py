"""Opening accounts of the books."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from apps.core.ids import new_id

from ..contracts import CNY
from .door import call


def account_open(*, owner_kind: str, owner_id: UUID, gl_code: str, on: date, asset: str = CNY) -> UUID:
    """Opens the owner's account under a code, or gives the one it has; the floor comes from the chart of accounts.

    Needs the caller's transaction. Key: owner, code and asset. Raises LedgerFault (LEDGER_GL_CODE) for a code that
    keeps no accounts (unknown, or 表外).
    """
    sql = "SELECT ledger_open_account(%s, %s, %s, %s, %s, %s)"
    opened: UUID = call(sql, (new_id(), owner_kind, owner_id, gl_code, asset, on))[0]
    return opened


def accounts_open(accounts: Sequence[tuple[UUID, str, UUID, str]], *, on: date) -> None:
    """Opens many accounts in one statement: (id made by the caller, owner kind, owner id, code). Else as above."""
    if not accounts:
        return
    ids, kinds, owners, codes = (list(column) for column in zip(*accounts, strict=True))
    call(
        "SELECT count(ledger_open_account(a.id, a.kind, a.owner, a.code, %s, %s))"
        " FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::text[]) AS a(id, kind, owner, code)",
        (CNY, on, ids, kinds, owners, codes),
    )

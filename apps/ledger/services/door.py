"""Calling the SQL functions, and turning what they refuse into words."""

from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, connection

from apps.core.db import require_transaction, sqlstate
from apps.core.errors import Busy

from ..contracts import InsufficientFunds, LedgerFault, LedgerKeyReused, LedgerRefused

FLOOR, CHECK_VIOLATION, LOCK_TIMEOUT = "ledger_account_floor", "23514", "55P03"

REFUSALS: dict[str, tuple[type[Exception], str, str]] = {
    "EY012": (LedgerRefused, "LEDGER_CLOSED", "账户已销户,不能记账。"),
    "EY020": (LedgerKeyReused, "LEDGER_KEY_REUSED", "同一笔业务编号的内容与上次不一致,已拒绝记账。"),
    "EY024": (LedgerRefused, "LEDGER_REVERSAL", "冲正凭证不能再次冲正。"),
    "EY025": (LedgerRefused, "LEDGER_REVERSED", "该凭证已冲正,不能重复冲正。"),
}


def call(sql: str, parameters: Sequence[Any]) -> tuple[Any, ...]:
    """Runs one posting statement in the caller's transaction and gives its row.

    Raises InsufficientFunds, LedgerRefused, LedgerKeyReused or Busy; LedgerFault for what no caller should ask. After
    a refusal the transaction is broken: whoever wants to go on has put a savepoint before.
    """
    require_transaction()
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            row: tuple[Any, ...] = cursor.fetchone()
            return row
    except DatabaseError as error:
        raise _refusal(error) from error


def _refusal(error: DatabaseError) -> Exception:
    state = sqlstate(error) or ""
    if state == CHECK_VIOLATION and FLOOR in str(error):
        return InsufficientFunds("LEDGER_INSUFFICIENT", "账户可用余额不足。")
    if state == LOCK_TIMEOUT:
        return Busy()
    if state in REFUSALS:
        kind, code, message = REFUSALS[state]
        return kind(code, message)
    if state.startswith("EY") or state == CHECK_VIOLATION:
        return LedgerFault(f"{state} {error}")
    return error

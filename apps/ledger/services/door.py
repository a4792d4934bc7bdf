"""Calling the SQL functions, and turning what the database refuses into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
import structlog
from django.db import DatabaseError, connection
from psycopg import Cursor
from psycopg.adapt import Dumper
from psycopg.pq import Format

from apps.core.db import LOCK_TIMEOUT, require_transaction, sqlstate
from apps.core.errors import AppError, Busy

from ..contracts import DayClosed, InsufficientFunds, LedgerFault, LedgerKeyReused, LedgerRefused

log = structlog.get_logger("ledger")

FLOOR, CHECK_VIOLATION = "ledger_account_floor", "23514"
UNKNOWN = "LEDGER_FAULT", "记账数据不符合账务规则,已拒绝记账。"

REFUSALS: dict[str, tuple[type[AppError], str, str]] = {
    "EY001": (LedgerFault, "LEDGER_APPEND_ONLY", "账簿只能追加,不能修改或删除,请以冲正更正。"),
    "EY010": (LedgerFault, "LEDGER_UNBALANCED", "借贷不平,已拒绝记账。"),
    "EY011": (LedgerFault, "LEDGER_JOURNAL_SEALED", "凭证已入账,不能再添加分录。"),
    "EY012": (LedgerRefused, "LEDGER_CLOSED", "账户已销户,不能记账。"),
    "EY013": (LedgerFault, "LEDGER_ASSET", "同一凭证只能使用一种币种,已拒绝记账。"),
    "EY014": (LedgerFault, "LEDGER_LEGS", "凭证至少需要两条分录,且账户均须存在,已拒绝记账。"),
    "EY015": (LedgerFault, "LEDGER_BALANCE_EDITED", "余额只能随分录变动,已拒绝修改。"),
    "EY016": (LedgerFault, "LEDGER_ACCOUNT_FIXED", "账户的开户要素不能变更。"),
    "EY017": (LedgerFault, "LEDGER_GL_CODE", "该会计科目下不能开立账户。"),
    "EY018": (LedgerFault, "LEDGER_ACCOUNT_UNKNOWN", "记账账户不存在,已拒绝记账。"),
    "EY019": (LedgerFault, "LEDGER_AMOUNT", "记账金额不正确,已拒绝记账。"),
    "EY020": (LedgerKeyReused, "LEDGER_KEY_REUSED", "同一笔业务编号的内容与上次不一致,已拒绝记账。"),
    "EY021": (LedgerFault, "LEDGER_CONTROL", "批次的笔数或金额与控制数不一致,已拒绝记账。"),
    "EY023": (LedgerFault, "LEDGER_JOURNAL_UNKNOWN", "要冲正的凭证不存在。"),
    "EY024": (LedgerRefused, "LEDGER_REVERSAL", "冲正凭证不能再次冲正。"),
    "EY025": (LedgerRefused, "LEDGER_REVERSED", "该凭证已冲正,或冲正金额超过原金额,不能再冲正。"),
    "EY026": (LedgerRefused, "LEDGER_NOT_EMPTY", "账户余额不为零,不能销户。"),
    "EY027": (DayClosed, "LEDGER_DAY_CLOSED", "营业日已切换,没有记账,请重新提交。"),
    "EY028": (LedgerFault, "LEDGER_DAY_NOT_CLOSING", "该营业日不在日终处理中,已拒绝执行。"),
    "EY029": (LedgerFault, "LEDGER_DAY_ROWS", "日终记录只能由日终步骤写入。"),
    "EY030": (LedgerFault, "LEDGER_HOLD_FIXED", "止付或冻结的要素不能变更。"),
    "EY031": (LedgerFault, "LEDGER_HOLD_NO_FLOOR", "该账户不能登记止付或冻结。"),
    "EY032": (LedgerFault, "LEDGER_HOLD_UNKNOWN", "止付或冻结记录不存在,已拒绝记账。"),
    "EY033": (LedgerRefused, "LEDGER_HOLD_ENDED", "止付或冻结已经结束,不能再使用。"),
    "EY034": (LedgerRefused, "LEDGER_FROZEN", "账户已被冻结,不能扣款。"),
    "EY035": (LedgerRefused, "LEDGER_HOLD_SHORT", "扣款金额超过已止付的金额。"),
    "EY036": (
        LedgerRefused,
        "LEDGER_INTEREST_OPEN",
        "账户利息尚未结清(上一营业日未计息,或当日有起息日更正),请于日终后再销户。",
    ),
    "EY037": (LedgerRefused, "LEDGER_INTEREST_OWED", "账户还有应付利息,请指定本人另一账户收取利息,再办理销户。"),
    "23503": (LedgerFault, "LEDGER_ACCOUNT_UNKNOWN", "记账账户不存在,已拒绝记账。"),
    "22003": (LedgerFault, "LEDGER_AMOUNT", "记账金额不正确,已拒绝记账。"),
}


@dataclass(frozen=True, slots=True)
class Binary:
    """A parameter in PostgreSQL's own binary form; the statement casts it to its type."""

    data: bytes


class BinaryDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Binary) -> bytes:
        return obj.data


psycopg.adapters.register_dumper(Binary, BinaryDumper)


def call(sql: str, parameters: Sequence[Any]) -> tuple[Any, ...]:
    """Runs one function of the door in the caller's transaction and gives its row.

    Raises InsufficientFunds, LedgerRefused, LedgerKeyReused, DayClosed, Busy, or LedgerFault for what no caller should
    ask. After a refusal the transaction is broken: whoever wants to go on has put a savepoint before.

    The parameters are bound by the server, one round trip: Django's own cursor would write them into the text, a third
    of a posting's time in Python.
    """
    require_transaction()
    try:
        with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
            [row] = cursor.execute(sql, parameters).fetchall()
            return row
    except DatabaseError as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        raise refusal from error


def _refusal(error: DatabaseError) -> AppError | None:
    """The typed error of what the database refused; none for a lost connection or a deadlock, which stay themselves."""
    state = sqlstate(error) or ""
    if state == CHECK_VIOLATION and FLOOR in str(error):
        return InsufficientFunds("LEDGER_INSUFFICIENT", "账户可用余额不足。")
    if state == LOCK_TIMEOUT:
        return Busy()
    if not (state in REFUSALS or state.startswith(("EY", "23"))):
        return None
    kind, code, message = REFUSALS.get(state, (LedgerFault, *UNKNOWN))
    if kind is LedgerFault:
        log.error("ledger.fault", code=code, sqlstate=state)
    return kind(code, message)

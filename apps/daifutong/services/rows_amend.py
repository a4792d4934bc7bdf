"""One answer to all lines of a batch that are wrong in the same way."""

from collections.abc import Sequence
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput

from ..contracts import RowsAnswer
from ..models import Batch, Row
from ..rules.alike import AlikeAction, alike_actions
from ..rules.batch import ROW
from ..rules.payroll_contract import AMOUNT
from ..rules.payroll_file import number_ranges
from ..selectors.alike import alike_lines
from ..selectors.registry import check_lines
from .batch_moves import batch_record
from .row_moves import batch_recount, batch_to_edit, duplicates_mark
from .rows_rewrite import line_again, rows_rewrite


@use_case
def rows_amend(
    *, batch_id: UUID, code: str, column: str, text: str, action: str, value: str, count: int, actor: Actor, now: Moment
) -> RowsAnswer:
    """Drops, or amends and checks again, every line that has the finding `code` on `column` and holds `text` there
    (an unreadable amount, what stands behind a name; "" otherwise). `value` is the amount to REPLACE it with.

    `count` is how many lines were shown: done again, or after somebody else's edit, it changes nothing. Locks batch,
    then lines. Raises NotFound, Conflict NOT_EDITABLE, ENTERPRISE_SUSPENDED, NOTHING or CHANGED, Forbidden
    CONFIDENTIAL, InvalidInput ACTION, or VALUE for an amount that is wrong as well.
    """
    batch = batch_to_edit(actor, batch_id)
    found, is_unread = alike_lines(batch.pk, code=code, column=column, text=text)
    if not found:
        raise Conflict("NOTHING", "这些行已经改好,请刷新后查看。")
    if len(found) != count:
        raise Conflict("CHANGED", f"这样的行现在是 {len(found)} 行,与页面上的 {count} 行不同,请刷新后再操作。")
    if action not in alike_actions(code, column, text, is_unread=is_unread):
        raise InvalidInput("ACTION", "这些行不能这样一起处理,请逐行修改。")
    rows = lock_rows(Row.objects.scoped(actor).filter(pk__in=found))
    if action == AlikeAction.DROP:
        _drop(rows)
    else:
        _amend(batch, rows, column, text, value, AlikeAction(action), now)
    duplicates_mark(batch.pk, {bytes(row.account_index) for row in rows})
    source = batch.state
    batch_recount(batch, now)
    done = "dropped" if action == AlikeAction.DROP else "amended"
    detail = {"code": code, "column": column, "lines": ",".join(number_ranges(sorted(row.number for row in rows)))}
    batch_record(batch, f"daifutong.rows.{done}", source=source, actor=actor, now=now, detail=detail)
    return RowsAnswer(batch.pk, len(rows), batch.row_count, batch.total_fen, batch.error_count, batch.warning_count)


def _drop(rows: Sequence[Row]) -> None:
    move = ROW.check(rows[0].state, "drop")
    found = Row.objects.system("lines of a batch under its lock").filter(pk__in=[row.pk for row in rows])
    found.update(state=move.target)


def _amend(
    batch: Batch, rows: Sequence[Row], column: str, text: str, value: str, action: AlikeAction, now: Moment
) -> None:
    today = now.business_date
    if action == AlikeAction.REPLACE:
        lines = [line_again(row, today=today, amount=value) for row in rows]
        if fault := next((error.message for error in lines[0].errors if error.column == AMOUNT), ""):
            raise InvalidInput("VALUE", f"{fault}。", fields={"value": fault})
    else:
        lines = [line_again(row, today=today, name=row.name.removesuffix(text)) for row in rows]
    check_lines(lines, enterprise_id=batch.enterprise_id, now=now)
    rows_rewrite(lines)

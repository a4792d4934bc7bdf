"""The lines of a batch: look, mend, drop."""

from uuid import UUID

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry
from apps.core.money import plain_yuan

from ..contracts import MergeAnswer, PayLine, RowLine, RowPage, RowsAnswer
from ..selectors import batch_rows, row_detail
from ..services.row_amend import row_amend
from ..services.row_drop import row_drop
from ..services.rows_amend import rows_amend
from ..services.rows_merge import rows_merge_lines
from .batch_fields import MergeIn, RowIn, RowOut, RowPageOut, RowQuery
from .mending_fields import AlikeIn, MergeOut, RowsOut

READ, MAKE = "daifutong.batch.read", "daifutong.batch.make"
OWN = Relation.ENTERPRISE


class Rows(Endpoint):
    @entry(summary="批次明细", permission=READ, relation=OWN, asks=RowQuery, answers=RowPageOut)
    def get(self, call: Call, batch_id: UUID) -> RowPage:
        return batch_rows(call.actor, batch_id, **call.asked)


class RowsAmend(Endpoint):
    @entry(summary="同样的问题一起处理", permission=MAKE, relation=OWN, takes=AlikeIn, answers=RowsOut)
    def put(self, call: Call, batch_id: UUID) -> RowsAnswer:
        return rows_amend(batch_id=batch_id, **call.sent, actor=call.actor, now=clock.read())


class RowsMerge(Endpoint):
    @entry(summary="用改好的名单更新明细", permission=MAKE, relation=OWN, takes=MergeIn, answers=MergeOut)
    def put(self, call: Call, batch_id: UUID) -> MergeAnswer:
        lines = tuple(PayLine(**line) for line in call.sent["lines"])
        return rows_merge_lines(batch_id=batch_id, lines=lines, actor=call.actor, now=clock.read())


class Row(Endpoint):
    @entry(summary="一条明细", permission=READ, relation=OWN, answers=RowOut)
    def get(self, call: Call, row_id: UUID) -> RowLine:
        return row_detail(call.actor, row_id)

    @entry(summary="修改明细", permission=MAKE, relation=OWN, takes=RowIn, answers=RowOut)
    def put(self, call: Call, row_id: UUID) -> RowLine:
        given = dict(call.sent)
        amount = plain_yuan(given.pop("amount_fen"))
        return row_amend(row_id=row_id, **given, amount=amount, actor=call.actor, now=clock.read())

    @entry(summary="剔除明细", permission=MAKE, relation=OWN)
    def delete(self, call: Call, row_id: UUID) -> None:
        row_drop(row_id=row_id, actor=call.actor, now=clock.read())

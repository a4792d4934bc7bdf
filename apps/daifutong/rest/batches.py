"""Payroll batches for programs: what the office's pages do, one use case or selector each."""

from uuid import UUID

from rest_framework.parsers import MultiPartParser

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..contracts import BatchAnswer, BatchDetail, BatchPage, ComparedPage, ImportAnswer, ImportStatus, PayLine
from ..selectors import batch_detail, batches_for_enterprise, compared_lines, import_status, payer_accounts
from ..services.batch_authorise import batch_authorise
from ..services.batch_cancel import batch_cancel
from ..services.batch_check import batch_check
from ..services.batch_import import batch_import, batch_import_lines
from ..services.batch_permit import batch_permit
from ..services.batch_reject import batch_reject
from ..services.batch_release import batch_release
from ..services.batch_submit import batch_submit
from ..services.batch_withdraw import batch_withdraw
from ..services.columns_name import columns_name
from .batch_fields import (
    BatchFileIn,
    BatchLinesIn,
    BatchOut,
    BatchPageOut,
    BatchQuery,
    ColumnsIn,
    DigestIn,
    ImportOut,
    ImportStatusOut,
    PayersOut,
    PermitIn,
    RejectIn,
    StateOut,
    SubmitIn,
)
from .comparison_fields import ComparedPageOut, ComparisonQuery

READ, MAKE = "daifutong.batch.read", "daifutong.batch.make"
OWN = Relation.ENTERPRISE


class Payers(Endpoint):
    @entry(summary="可用的付款账户", permission=MAKE, relation=OWN, answers=PayersOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"accounts": payer_accounts(call.actor)}


class Batches(Endpoint):
    @entry(summary="代发批次列表", permission=READ, relation=OWN, asks=BatchQuery, answers=BatchPageOut)
    def get(self, call: Call) -> BatchPage:
        return batches_for_enterprise(call.actor, **call.asked)

    @entry(
        summary="提交名单,建立批次;在后台读取", permission=MAKE, relation=OWN, takes=BatchLinesIn, answers=ImportOut,
        status=202,
    )  # fmt: skip
    def post(self, call: Call) -> ImportAnswer:
        lines = tuple(PayLine(**line) for line in call.sent["lines"])
        return batch_import_lines(**call.sent | {"lines": lines}, key=call.key, actor=call.actor, now=clock.read())


class BatchImport(Endpoint):
    parser_classes = (MultiPartParser,)

    @entry(
        summary="上传文件,建立批次;大文件在后台读取", permission=MAKE, relation=OWN, takes=BatchFileIn,
        answers=ImportOut, status=201, later=202,
    )  # fmt: skip
    def post(self, call: Call) -> ImportAnswer:
        given = dict(call.sent)
        file = given.pop("file")
        return batch_import(
            content=file.read(), filename=file.name, **given, key=call.key, actor=call.actor, now=clock.read()
        )


class BatchColumns(Endpoint):
    @entry(summary="指明大文件的各列", permission=MAKE, relation=OWN, takes=ColumnsIn, answers=StateOut)
    def post(self, call: Call, batch_id: UUID) -> BatchAnswer:
        columns = tuple((column["field"], column["place"]) for column in call.sent["columns"])
        return columns_name(batch_id=batch_id, columns=columns, key=call.key, actor=call.actor, now=clock.read())


class BatchStatus(Endpoint):
    @entry(summary="导入的进度和结果", permission=READ, relation=OWN, answers=ImportStatusOut)
    def get(self, call: Call, batch_id: UUID) -> ImportStatus:
        return import_status(call.actor, batch_id)


class Batch(Endpoint):
    @entry(summary="代发批次", permission=READ, relation=OWN, answers=BatchOut)
    def get(self, call: Call, batch_id: UUID) -> BatchDetail:
        return batch_detail(call.actor, batch_id, clock.read())


class BatchComparison(Endpoint):
    @entry(summary="与上期相比", permission=READ, relation=OWN, asks=ComparisonQuery, answers=ComparedPageOut)
    def get(self, call: Call, batch_id: UUID) -> ComparedPage | dict[str, object]:
        found = compared_lines(call.actor, batch_id, **call.asked)
        return found or {"comparison": None, "show": "", "lines": (), "number": 1, "pages": 1, "total": 0}


class BatchSubmission(Endpoint):
    @entry(summary="提交复核", permission=MAKE, relation=OWN, takes=SubmitIn, answers=StateOut)
    def post(self, call: Call, batch_id: UUID) -> BatchAnswer:
        return batch_submit(batch_id=batch_id, **call.sent, key=call.key, actor=call.actor, now=clock.read())


class BatchWithdrawal(Endpoint):
    @entry(summary="撤回", permission=MAKE, relation=OWN)
    def post(self, call: Call, batch_id: UUID) -> None:
        batch_withdraw(batch_id=batch_id, key=call.key, actor=call.actor, now=clock.read())


class BatchCancellation(Endpoint):
    @entry(summary="撤销批次", permission=MAKE, relation=OWN)
    def post(self, call: Call, batch_id: UUID) -> None:
        batch_cancel(batch_id=batch_id, key=call.key, actor=call.actor, now=clock.read())


class BatchRelease(Endpoint):
    @entry(summary="付款账户补足后重新扣款", permission=MAKE, relation=OWN, answers=StateOut)
    def post(self, call: Call, batch_id: UUID) -> BatchAnswer:
        return batch_release(batch_id=batch_id, key=call.key, actor=call.actor, now=clock.read())


class BatchCheck(Endpoint):
    @entry(
        summary="复核通过", permission="daifutong.batch.check", relation=OWN, step_up="复核通过代发批次",
        takes=DigestIn, answers=StateOut,
    )  # fmt: skip
    def post(self, call: Call, batch_id: UUID) -> BatchAnswer:
        return batch_check(batch_id=batch_id, **call.sent, key=call.key, actor=call.actor, now=clock.read())


class BatchAuthorisation(Endpoint):
    @entry(
        summary="授权发放", permission="daifutong.batch.authorise", relation=OWN, step_up="授权发放代发批次",
        takes=DigestIn, answers=StateOut,
    )  # fmt: skip
    def post(self, call: Call, batch_id: UUID) -> BatchAnswer:
        return batch_authorise(batch_id=batch_id, **call.sent, key=call.key, actor=call.actor, now=clock.read())


class BatchPermission(Endpoint):
    @entry(
        summary="允许重复代发一次", permission="daifutong.batch.permit", relation=OWN, step_up="允许重复代发",
        takes=PermitIn, answers=StateOut,
    )  # fmt: skip
    def post(self, call: Call, batch_id: UUID) -> BatchAnswer:
        return batch_permit(batch_id=batch_id, **call.sent, key=call.key, actor=call.actor, now=clock.read())


class BatchRejection(Endpoint):
    @entry(summary="退回经办", permission="daifutong.batch.reject", relation=OWN, takes=RejectIn, answers=StateOut)
    def post(self, call: Call, batch_id: UUID) -> BatchAnswer:
        return batch_reject(batch_id=batch_id, **call.sent, key=call.key, actor=call.actor, now=clock.read())

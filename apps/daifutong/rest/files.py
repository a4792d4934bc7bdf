"""What the payroll gives as files by the API: the same deeds as the pages', each put on record; no answer is kept."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Confirmable, Endpoint, entry
from apps.core.http.files import CSV, PDF, XLSX, ZIP, file_response

from ..adapters.proof_file import proof_response
from ..adapters.receipt_files import bundle_response, receipt_pdf, receipt_response
from ..adapters.sheet_files import sheet_response, template_response
from ..contracts import MergeAnswer
from ..services.archive_export import YEARS, archive_export
from ..services.batch_export import batch_export
from ..services.batch_print import batch_print
from ..services.proof_open import proof_open
from ..services.receipt_give import receipt_give
from ..services.receipts_print import receipts_print
from ..services.row_print import row_print
from ..services.rows_export import rows_export
from ..services.rows_merge import rows_merge
from ..services.voucher_export import voucher_export
from ..services.voucher_write import VoucherFile
from .mending_fields import MergeOut

MAKE, PRINT, OWN = "daifutong.batch.make", "daifutong.receipt.print", Relation.ENTERPRISE
VOUCHER, PAYSLIP = "daifutong.voucher.export", "daifutong.payslip.read"


class SheetQuery(serializers.Serializer[Any]):
    show = serializers.ChoiceField([("all", "全部明细")], required=False, help_text="不填只含有错误或提醒的行")


class SheetIn(serializers.Serializer[Any]):
    file = serializers.FileField(max_length=120, help_text="改好的清单:xlsx、xls、csv 或 txt")


class VoucherMonthIn(serializers.Serializer[Any]):
    month = serializers.RegexField(r"^20[0-9]{2}-(0[1-9]|1[0-2])$", help_text="如 2026-03")


class ArchiveYearIn(serializers.Serializer[Any]):
    year = serializers.IntegerField(min_value=YEARS[0], max_value=YEARS[-1])


class BatchTemplate(Endpoint):
    @entry(summary="代发名单模板", permission=MAKE, relation=OWN, gives=XLSX)
    def get(self, call: Call) -> HttpResponse:
        return template_response()


class RowsExport(Endpoint):
    @entry(summary="下载错误清单", permission=MAKE, relation=OWN, takes=SheetQuery, gives=XLSX)
    def post(self, call: Call, batch_id: UUID) -> HttpResponse:
        show = call.sent.get("show", "")
        return sheet_response(rows_export(batch_id=batch_id, show=show, actor=call.actor, now=clock.read()))


class RowsSheet(Endpoint):
    parser_classes = (MultiPartParser,)

    @entry(summary="交回改好的清单", permission=MAKE, relation=OWN, takes=SheetIn, answers=MergeOut)
    def post(self, call: Call, batch_id: UUID) -> MergeAnswer:
        file = call.sent["file"]
        return rows_merge(
            batch_id=batch_id, content=file.read(), filename=file.name, actor=call.actor, now=clock.read()
        )


class BatchReceiptFile(Endpoint):
    @entry(summary="批次回单 PDF", permission=PRINT, relation=OWN, gives=PDF)
    def post(self, call: Call, batch_id: UUID) -> HttpResponse:
        return receipt_response(batch_print(batch_id=batch_id, actor=call.actor, now=clock.read()))


class RowReceiptFile(Endpoint):
    @entry(summary="明细回单 PDF", permission=PRINT, relation=OWN, gives=PDF)
    def post(self, call: Call, batch_id: UUID, row_id: UUID) -> HttpResponse:
        return receipt_response(row_print(batch_id=batch_id, row_id=row_id, actor=call.actor, now=clock.read()))


class ReceiptBundleFile(Endpoint):
    @entry(summary="全部明细回单,每 500 份一个压缩包", permission=PRINT, relation=OWN, gives=ZIP)
    def post(self, call: Call, batch_id: UUID, part: int) -> FileResponse:
        return bundle_response(receipts_print(batch_id=batch_id, part=part, actor=call.actor, now=clock.read()))


class VoucherExport(Endpoint):
    @entry(summary="一个月的记账凭证", permission=VOUCHER, relation=OWN, takes=VoucherMonthIn, gives=CSV)
    def post(self, call: Call) -> HttpResponse:
        return _csv(voucher_export(month=call.sent["month"], actor=call.actor, now=clock.read()))


class BatchExport(Endpoint):
    @entry(summary="一个批次的记账凭证", permission=VOUCHER, relation=OWN, gives=CSV)
    def post(self, call: Call, batch_id: UUID) -> HttpResponse:
        return _csv(batch_export(batch_id=batch_id, actor=call.actor, now=clock.read()))


class ArchiveExport(Endpoint):
    @entry(summary="年度工资归档", permission="daifutong.archive.export", relation=OWN, takes=ArchiveYearIn, gives=ZIP)
    def post(self, call: Call) -> FileResponse:
        made = archive_export(year=call.sent["year"], render=receipt_pdf, actor=call.actor, now=clock.read())
        return FileResponse(made.file, as_attachment=True, filename=made.name, content_type=ZIP)


class WageProofFile(Endpoint):
    @entry(
        summary="收入证明或工资流水 PDF", permission=PAYSLIP, relation=Relation.SELF, step_up="查看工资证明",
        takes=Confirmable, gives=PDF,
    )  # fmt: skip
    def post(self, call: Call, proof_id: UUID) -> HttpResponse:
        return proof_response(proof_open(proof_id=proof_id, actor=call.actor, now=clock.read()))


class PayslipReceiptFile(Endpoint):
    @entry(
        summary="本人的回单 PDF", permission=PAYSLIP, relation=Relation.SELF, step_up="开具电子回单",
        takes=Confirmable, gives=PDF,
    )  # fmt: skip
    def post(self, call: Call, payslip_id: UUID) -> HttpResponse:
        return receipt_response(receipt_give(payslip_id=payslip_id, actor=call.actor, now=clock.read()))


def _csv(made: VoucherFile) -> HttpResponse:
    return file_response(made.content, made.name, CSV)

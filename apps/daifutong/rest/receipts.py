"""Receipts (电子回单): what stands on them; each call counts as a print. The files themselves come from the pages."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Confirmable, Endpoint, entry
from apps.core.money import in_words

from ..contracts import ReceiptView
from ..services.batch_print import batch_print
from ..services.receipt_give import receipt_give
from ..services.row_print import row_print

PRINT = "daifutong.receipt.print"


class PayReceiptOut(serializers.Serializer[Any]):
    number = serializers.CharField(help_text="回单编号")
    code = serializers.CharField(help_text="验证码,四位一组")
    payer_name = serializers.CharField()
    payer_account = serializers.CharField()
    payee_name = serializers.CharField(help_text="批次回单为空;员工联隐去中间的字")
    payee_account = serializers.CharField()
    count = serializers.IntegerField(help_text="批次回单的笔数;明细回单为 0")
    amount_fen = serializers.IntegerField()
    amount_words = serializers.SerializerMethodField(help_text="大写")
    purpose = serializers.CharField()
    paid_on = serializers.DateField()
    prints = serializers.IntegerField(help_text="第几次打印,2 起为补打")
    issued_at = serializers.DateTimeField()

    def get_amount_words(self, view: ReceiptView) -> str:
        return f"人民币{in_words(view.amount_fen)}"


class BatchReceipt(Endpoint):
    @entry(summary="打印批次回单", permission=PRINT, relation=Relation.ENTERPRISE, answers=PayReceiptOut)
    def post(self, call: Call, batch_id: UUID) -> ReceiptView:
        return batch_print(batch_id=batch_id, actor=call.actor, now=clock.read())


class RowReceipt(Endpoint):
    @entry(summary="打印明细回单", permission=PRINT, relation=Relation.ENTERPRISE, answers=PayReceiptOut)
    def post(self, call: Call, batch_id: UUID, row_id: UUID) -> ReceiptView:
        return row_print(batch_id=batch_id, row_id=row_id, actor=call.actor, now=clock.read())


class PayslipReceipt(Endpoint):
    """Keyed by nothing: an answer that holds a wage is not kept."""

    @entry(
        summary="开具本人的回单", permission="daifutong.payslip.read", relation=Relation.SELF, step_up="开具电子回单",
        takes=Confirmable, answers=PayReceiptOut, has_effect=False,
    )  # fmt: skip
    def post(self, call: Call, payslip_id: UUID) -> ReceiptView:
        return receipt_give(payslip_id=payslip_id, actor=call.actor, now=clock.read())

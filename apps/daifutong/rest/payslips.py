"""Payslips of the person who asks. The amount comes out by step-up alone (PY-13)."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Confirmable, Endpoint, entry

from ..choices import DISPUTE_LENGTH
from ..contracts import PayslipLine, PayslipView
from ..selectors import payslip_line, payslips_for_member
from ..services.payslip_confirm import payslip_confirm
from ..services.payslip_dispute import payslip_dispute
from ..services.payslip_view import payslip_view

READ = "daifutong.payslip.read"
OWN = Relation.SELF


class PayslipOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    enterprise_name = serializers.CharField()
    title = serializers.CharField()
    pay_period = serializers.CharField()
    kind_label = serializers.CharField()
    account_tail = serializers.CharField()
    paid_at = serializers.DateTimeField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    bounced_at = serializers.DateTimeField(allow_null=True, help_text="退票时间:工资被收款银行退回")


class PayslipsOut(serializers.Serializer[Any]):
    payslips = PayslipOut(many=True)


class ItemOut(serializers.Serializer[Any]):
    """One line of the employer's, a pair."""

    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    amount_fen = serializers.SerializerMethodField(help_text="扣减项为负")

    def get_label(self, item: tuple[str, int]) -> str:
        return item[0]

    def get_amount_fen(self, item: tuple[str, int]) -> int:
        return item[1]


class PayslipViewOut(serializers.Serializer[Any]):
    payslip = PayslipOut(source="line")
    name = serializers.CharField()
    amount_fen = serializers.IntegerField()
    remark = serializers.CharField()
    items = ItemOut(many=True, help_text="企业模板要显示的各项,按模板的顺序")
    note = serializers.CharField(help_text="企业给员工的说明")
    withdrawn = serializers.CharField(help_text="企业撤回或更正的原因")
    dispute_text = serializers.CharField()
    reply_text = serializers.CharField(help_text="企业对异议的答复")
    reply_display = serializers.CharField()
    replied_at = serializers.DateTimeField(allow_null=True)


class DisputeIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=DISPUTE_LENGTH)


class Payslips(Endpoint):
    @entry(summary="我的工资条", permission=READ, relation=OWN, answers=PayslipsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"payslips": payslips_for_member(call.actor, clock.read())}


class Payslip(Endpoint):
    @entry(summary="一张未打开的工资条", permission=READ, relation=OWN, answers=PayslipOut)
    def get(self, call: Call, payslip_id: UUID) -> PayslipLine:
        return payslip_line(call.actor, payslip_id, clock.read())


class PayslipViewing(Endpoint):
    """Keyed by nothing: an answer that holds a wage is not kept, each look asks for the PIN."""

    @entry(
        summary="打开工资条", permission=READ, relation=OWN, step_up="查看工资条", takes=Confirmable,
        answers=PayslipViewOut, has_effect=False,
    )  # fmt: skip
    def post(self, call: Call, payslip_id: UUID) -> PayslipView:
        return payslip_view(payslip_id=payslip_id, actor=call.actor, now=clock.read())


class PayslipConfirmation(Endpoint):
    @entry(summary="确认工资条", permission=READ, relation=OWN)
    def post(self, call: Call, payslip_id: UUID) -> None:
        payslip_confirm(payslip_id=payslip_id, actor=call.actor, now=clock.read())


class PayslipDispute(Endpoint):
    @entry(summary="对工资条提出异议", permission=READ, relation=OWN, takes=DisputeIn)
    def post(self, call: Call, payslip_id: UUID) -> None:
        payslip_dispute(payslip_id=payslip_id, **call.sent, actor=call.actor, now=clock.read())

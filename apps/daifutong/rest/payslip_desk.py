"""The pay specialist's payslips: look, withdraw, correct, and the template of their look (PY-13)."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, PageQuery, entry

from ..choices import NOTE_LENGTH, REASON_LENGTH
from ..contracts import DeskPage, DeskSlipView, TemplateView
from ..rules.payroll_items import ITEMS, LABEL_LENGTH
from ..rules.payslip_layout import GROUP_LABELS
from ..selectors.payslip_desk import slip_for_enterprise, slips_for_enterprise, template_for_enterprise
from ..services.payslip_correct import payslip_correct
from ..services.payslip_withdraw import payslip_withdraw
from ..services.template_save import template_save
from .payslips import ItemOut

MANAGE = "daifutong.payslip.manage"
OWN = Relation.ENTERPRISE


class DeskSlipOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="批次中的行号")
    name = serializers.CharField()
    emp_no = serializers.CharField()
    title = serializers.CharField()
    pay_period = serializers.CharField()
    published_at = serializers.DateTimeField()
    state = serializers.CharField()
    state_label = serializers.CharField()


class DeskPageOut(serializers.Serializer[Any]):
    slips = DeskSlipOut(many=True)
    number = serializers.IntegerField()
    pages = serializers.IntegerField()
    total = serializers.IntegerField()


class DeskQuery(PageQuery):
    find = serializers.CharField(default="", allow_blank=True, max_length=40, help_text="姓名、工号或月份")


class DeskSlipViewOut(serializers.Serializer[Any]):
    slip = DeskSlipOut()
    amount_fen = serializers.IntegerField()
    items = ItemOut(many=True)


class SlipWithdrawIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=REASON_LENGTH, help_text="员工会看到")


class SlipItemIn(serializers.Serializer[Any]):
    label = serializers.CharField(max_length=LABEL_LENGTH)  # type: ignore[assignment]
    amount_fen = serializers.IntegerField(help_text="扣减项为负")


class SlipCorrectIn(serializers.Serializer[Any]):
    items = serializers.ListField(child=SlipItemIn(), min_length=1, max_length=ITEMS)


class TemplateColumnOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    group = serializers.ChoiceField(choices=list(GROUP_LABELS.items()))


class TemplateOut(serializers.Serializer[Any]):
    columns = TemplateColumnOut(many=True)
    note = serializers.CharField()
    saved_at = serializers.DateTimeField(allow_null=True)


class TemplateIn(serializers.Serializer[Any]):
    columns = serializers.ListField(child=TemplateColumnOut(), max_length=80)
    note = serializers.CharField(max_length=NOTE_LENGTH, allow_blank=True, default="")


class Slips(Endpoint):
    @entry(summary="企业已发布的工资条", permission=MANAGE, relation=OWN, asks=DeskQuery, answers=DeskPageOut)
    def get(self, call: Call) -> DeskPage:
        return slips_for_enterprise(call.actor, **call.asked)


class Slip(Endpoint):
    @entry(summary="企业的一张工资条", permission=MANAGE, relation=OWN, answers=DeskSlipViewOut)
    def get(self, call: Call, payslip_id: UUID) -> DeskSlipView:
        return slip_for_enterprise(call.actor, payslip_id)


class SlipWithdrawal(Endpoint):
    @entry(summary="撤回工资条", permission=MANAGE, relation=OWN, takes=SlipWithdrawIn)
    def post(self, call: Call, payslip_id: UUID) -> None:
        payslip_withdraw(payslip_id=payslip_id, **call.sent, actor=call.actor, now=clock.read())


class SlipCorrection(Endpoint):
    @entry(summary="发布更正的工资条", permission=MANAGE, relation=OWN, takes=SlipCorrectIn)
    def post(self, call: Call, payslip_id: UUID) -> None:
        items = [(item["label"], item["amount_fen"]) for item in call.sent["items"]]
        payslip_correct(payslip_id=payslip_id, items=items, actor=call.actor, now=clock.read())


class SlipTemplate(Endpoint):
    @entry(summary="工资条模板", permission=MANAGE, relation=OWN, answers=TemplateOut)
    def get(self, call: Call) -> TemplateView:
        return template_for_enterprise(call.actor)


class SlipTemplateSaving(Endpoint):
    @entry(summary="保存工资条模板", permission=MANAGE, relation=OWN, takes=TemplateIn)
    def post(self, call: Call) -> None:
        columns = [(column["label"], column["group"]) for column in call.sent["columns"]]
        template_save(columns=columns, note=call.sent["note"], actor=call.actor, now=clock.read())

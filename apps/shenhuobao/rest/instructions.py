"""定投, 工资日自动转入 and 利民宝 for a person's programs: what the pages do."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.agreements import api as agreements
from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Confirmable, Endpoint, entry

from ..choices import RHYTHM_LABELS
from ..choices.instruction import INSTRUCTION_KIND_LABELS, LEAST_PERCENT, MANDATE, MOST_PERCENT
from ..choices.order import AGREEMENT
from ..choices.product import BANNER
from ..contracts import InstructionPage, InstructionTerms, Reading
from ..rules.plans import LAST_MONTH_DAY
from ..selectors.instructions import instruction_for_member, instruction_signed, instructions_for_member
from ..selectors.shelf import papers_on_shelf
from ..selectors.trading import purchase_sheet
from ..services.instruction_change import instruction_change
from ..services.instruction_pause import instruction_pause
from ..services.instruction_resume import instruction_resume
from ..services.instruction_sign import instruction_sign
from ..services.instruction_stop import instruction_stop
from .products import FactOut
from .trading import HASH, MOST_FEN, PurchaseSheetOut

MAKE, OWN, SELF = "shenhuobao.plan.make", "shenhuobao.plan.own", Relation.SELF


class InstructionTermsOut(serializers.Serializer[Any]):
    kind = serializers.CharField()
    fen = serializers.IntegerField(help_text="定投:每次金额")
    rhythm = serializers.CharField()
    day = serializers.IntegerField(help_text="星期几(一为 1)或每月几日")
    percent = serializers.CharField(help_text="工资日自动转入:比例,%")
    cap_fen = serializers.IntegerField(help_text="每次上限;0 为不设")
    floor_fen = serializers.IntegerField(help_text="利民宝:账户保留金额")


class InstructionOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    kind_label = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    product_id = serializers.UUIDField()
    product = serializers.CharField()
    plan_id = serializers.UUIDField(allow_null=True)
    account = serializers.CharField(help_text="已掩码")
    terms = InstructionTermsOut()
    next_on = serializers.DateField(allow_null=True, help_text="下一个约定日")
    runs_on = serializers.DateField(allow_null=True, help_text="遇非交易日顺延后的执行日")
    failures = serializers.IntegerField(help_text="连续未执行的次数")
    signed_at = serializers.DateTimeField()
    may = serializers.ListField(child=serializers.CharField())


class InstructionsOut(serializers.Serializer[Any]):
    banner = serializers.CharField(help_text="须与每次展示同时出现")
    instructions = InstructionOut(many=True)


class RunOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    on = serializers.DateField()
    at = serializers.DateTimeField()
    fen = serializers.IntegerField()
    is_bought = serializers.BooleanField()
    outcome = serializers.CharField(help_text="没有执行的原因代码")
    outcome_label = serializers.CharField()
    order_id = serializers.UUIDField(allow_null=True)
    journal_id = serializers.UUIDField(allow_null=True, help_text="对应的工资入账凭证")
    leg = serializers.IntegerField(allow_null=True)


class OneInstructionOut(serializers.Serializer[Any]):
    line = InstructionOut()
    facts = FactOut(many=True)
    runs = RunOut(many=True)


class InstructionWordsOut(serializers.Serializer[Any]):
    banner = serializers.CharField(help_text="须与每次展示同时出现")
    sheet = PurchaseSheetOut()
    agreement_hash = serializers.CharField()
    mandate_title = serializers.CharField()
    mandate_hash = serializers.CharField()
    opened = serializers.CharField(help_text="本次打开授权书的凭据,签约时交回")


class InstructionTermsIn(Confirmable):
    kind = serializers.ChoiceField(choices=list(INSTRUCTION_KIND_LABELS.items()))
    amount_fen = serializers.IntegerField(min_value=0, max_value=MOST_FEN, default=0)
    rhythm = serializers.ChoiceField(choices=list(RHYTHM_LABELS.items()), default="MONTHLY")
    day = serializers.IntegerField(min_value=1, max_value=LAST_MONTH_DAY, default=1)
    percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=LEAST_PERCENT, max_value=MOST_PERCENT, default=Decimal(100)
    )
    cap_fen = serializers.IntegerField(min_value=0, max_value=MOST_FEN, default=0)
    floor_fen = serializers.IntegerField(min_value=0, max_value=MOST_FEN, default=0)
    prospectus_hash = serializers.RegexField(HASH)
    risk_hash = serializers.RegexField(HASH)
    agreement_hash = serializers.RegexField(HASH)
    mandate_hash = serializers.RegexField(HASH)
    opened = serializers.CharField(max_length=200)
    is_care_confirmed = serializers.BooleanField(default=False)


class InstructionIn(InstructionTermsIn):
    account_id = serializers.UUIDField(help_text="本人名下的付款账户")


class InstructionAnswerOut(serializers.Serializer[Any]):
    instruction_id = serializers.UUIDField(source="*")


def _said(call: Call) -> dict[str, Any]:
    """Terms, words and key, as both deeds take them. What the kind does not ask for is left out."""
    sent = call.sent
    kind = sent["kind"]
    terms = {
        "AUTO_INVEST": {"fen": sent["amount_fen"], "rhythm": sent["rhythm"], "day": sent["day"]},
        "PAY_DAY": {"percent": sent["percent"], "cap_fen": sent["cap_fen"]},
        "SWEEP": {"floor_fen": sent["floor_fen"]},
    }
    opened = agreements.opened_at(call.actor, sent["opened"], sent["mandate_hash"])
    return {
        "said": InstructionTerms(kind=kind, **terms[kind]),
        "reading": Reading(sent["prospectus_hash"], sent["risk_hash"], sent["agreement_hash"], opened),
        "mandate_hash": sent["mandate_hash"],
        "is_care_confirmed": sent["is_care_confirmed"],
        "key": call.key,
    }


class InstructionWords(Endpoint):
    @entry(summary="签约自动申购前须阅读的文件", permission=MAKE, relation=SELF, answers=InstructionWordsOut)
    def get(self, call: Call, product_id: UUID) -> dict[str, object]:
        now = clock.read()
        sheet = purchase_sheet(call.actor, product_id, now)
        agreement, mandate = agreements.words_of((AGREEMENT, MANDATE), now)
        return {
            "banner": BANNER,
            "sheet": sheet,
            "agreement_hash": agreement.text_hash,
            "mandate_title": mandate.title,
            "mandate_hash": mandate.text_hash,
            "opened": agreements.opened_mark(call.actor, now.wall, mandate.text_hash),
        }


class InstructionSigning(Endpoint):
    @entry(
        summary="签约定投、工资日自动转入或利民宝", permission=MAKE, relation=SELF, step_up="签署自动申购授权",
        takes=InstructionIn, answers=InstructionAnswerOut, status=201,
    )  # fmt: skip
    def post(self, call: Call, product_id: UUID) -> UUID:
        papers_on_shelf(product_id)  # what is not there is said before what is wrong with the form
        return instruction_sign(
            product_id=product_id, account_id=call.sent["account_id"], **_said(call), actor=call.actor,
            now=clock.read(),
        )  # fmt: skip


class OwnInstructions(Endpoint):
    @entry(summary="我的自动申购约定", permission=OWN, relation=SELF, answers=InstructionsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"banner": BANNER, "instructions": instructions_for_member(call.actor, clock.read())}


class OwnInstruction(Endpoint):
    @entry(summary="一项约定和它的执行记录", permission=OWN, relation=SELF, answers=OneInstructionOut)
    def get(self, call: Call, instruction_id: UUID) -> InstructionPage:
        return instruction_for_member(call.actor, instruction_id, clock.read())


class InstructionChange(Endpoint):
    @entry(summary="变更约定", permission=MAKE, relation=SELF, step_up="重新签署自动申购授权", takes=InstructionTermsIn)
    def post(self, call: Call, instruction_id: UUID) -> None:
        now = clock.read()
        instruction_signed(call.actor, instruction_id)  # what is not there is said first
        instruction_change(instruction_id=instruction_id, **_said(call), actor=call.actor, now=now)


class InstructionPause(Endpoint):
    @entry(summary="暂停约定", permission=OWN, relation=SELF)
    def post(self, call: Call, instruction_id: UUID) -> None:
        instruction_pause(instruction_id=instruction_id, actor=call.actor, now=clock.read())


class InstructionResumption(Endpoint):
    @entry(summary="恢复约定", permission=MAKE, relation=SELF)
    def post(self, call: Call, instruction_id: UUID) -> None:
        instruction_resume(instruction_id=instruction_id, actor=call.actor, now=clock.read())


class InstructionStop(Endpoint):
    @entry(summary="解约", permission=OWN, relation=SELF)
    def post(self, call: Call, instruction_id: UUID) -> None:
        instruction_stop(instruction_id=instruction_id, actor=call.actor, now=clock.read())

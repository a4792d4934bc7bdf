"""Turning a holding into another product, for a person's programs: what the pages do."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.agreements import api as agreements
from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..choices.order import AGREEMENT
from ..choices.product import BANNER
from ..contracts import OrderAnswer, Reading
from ..contracts.conversion import ConversionTargets
from ..selectors.conversions import conversion_sheet, targets_for_member
from ..services.conversion_place import conversion_place
from .products import FactOut, ProductDocumentOut, ShelfLineOut, TradeDatesOut
from .trading import HASH, TradeAnswerOut, UnitsIn

BUY, SELF = "shenhuobao.purchase.place", Relation.SELF


class ConversionTargetsOut(serializers.Serializer[Any]):
    holding_id = serializers.UUIDField()
    product = serializers.CharField()
    free = serializers.CharField(help_text="可转出份额")
    lines = ShelfLineOut(many=True)


class ConversionChoiceOut(serializers.Serializer[Any]):
    holding_id = serializers.UUIDField()
    product = serializers.CharField()
    free = serializers.CharField(help_text="可转出份额")


class ConversionSheetOut(serializers.Serializer[Any]):
    choice = ConversionChoiceOut()
    line = ShelfLineOut(help_text="转入产品")
    limits = FactOut(many=True)
    documents = ProductDocumentOut(many=True, help_text="转入产品的说明书,然后风险揭示书")
    dates = TradeDatesOut(allow_null=True)
    refusal = serializers.CharField(help_text="不能转换的原因;空为可以")
    refusal_code = serializers.CharField()
    needs_care = serializers.BooleanField(help_text="须再次确认风险")
    read_seconds = serializers.IntegerField(help_text="打开后至少阅读几秒")


class ConversionWordsOut(serializers.Serializer[Any]):
    banner = serializers.CharField(help_text="须与每次展示同时出现")
    sheet = ConversionSheetOut()
    agreement_title = serializers.CharField()
    agreement_hash = serializers.CharField()
    opened = serializers.CharField(help_text="本次打开风险揭示书的凭据,转换时交回")


class ConversionIn(UnitsIn):
    prospectus_hash = serializers.RegexField(HASH, help_text="所展示转入产品说明书的 text_hash")
    risk_hash = serializers.RegexField(HASH, help_text="所展示转入产品风险揭示书的 text_hash")
    agreement_hash = serializers.RegexField(HASH)
    opened = serializers.CharField(max_length=200)
    is_care_confirmed = serializers.BooleanField(default=False)


class OwnConversionTargets(Endpoint):
    @entry(summary="可以转换为哪些产品", permission=BUY, relation=SELF, answers=ConversionTargetsOut)
    def get(self, call: Call, holding_id: UUID) -> ConversionTargets:
        return targets_for_member(call.actor, holding_id)


class ConversionWords(Endpoint):
    @entry(summary="转换前须阅读的文件", permission=BUY, relation=SELF, answers=ConversionWordsOut)
    def get(self, call: Call, holding_id: UUID, product_id: UUID) -> dict[str, object]:
        now = clock.read()
        sheet = conversion_sheet(call.actor, holding_id, product_id, now)
        (words,) = agreements.words_of((AGREEMENT,), now)
        return {
            "banner": BANNER,
            "sheet": sheet,
            "agreement_title": words.title,
            "agreement_hash": words.text_hash,
            "opened": agreements.opened_mark(call.actor, now.wall, sheet.documents[1].text_hash),
        }


class ConversionPlacing(Endpoint):
    @entry(
        summary="转换", permission=BUY, relation=SELF, step_up="确认转换", takes=ConversionIn, answers=TradeAnswerOut,
        status=201,
    )  # fmt: skip
    def post(self, call: Call, holding_id: UUID, product_id: UUID) -> OrderAnswer:
        now = clock.read()
        conversion_sheet(call.actor, holding_id, product_id, now)  # what is not there is said first
        sent = call.sent
        opened = agreements.opened_at(call.actor, sent["opened"], sent["risk_hash"])
        return conversion_place(
            holding_id=holding_id, product_id=product_id, units=sent["units"],
            reading=Reading(sent["prospectus_hash"], sent["risk_hash"], sent["agreement_hash"], opened),
            is_care_confirmed=sent["is_care_confirmed"], key=call.key, actor=call.actor, now=now,
        )  # fmt: skip

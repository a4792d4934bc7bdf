"""Buying wealth products, what one holds, and giving it back, for a person's programs: what the pages do."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.agreements import api as agreements
from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Confirmable, Endpoint, entry

from ..choices.order import AGREEMENT
from ..choices.product import BANNER
from ..contracts import OrderAnswer, PositionPage, Positions, Reading, TradeLine
from ..selectors.shelf import papers_on_shelf
from ..selectors.trading import (
    position_for_member,
    positions_for_member,
    purchase_sheet,
    trade_for_member,
    trades_for_member,
)
from ..services.order_cancel import order_cancel
from ..services.purchase_place import purchase_place
from ..services.quick_redeem import quick_redeem
from ..services.redemption_place import redemption_place
from .products import FactOut, ProductDocumentOut, ShelfLineOut, TradeDatesOut

BUY, OWN, SELF = "shenhuobao.purchase.place", "shenhuobao.holding.own", Relation.SELF
MOST_FEN = 10**13
HASH = r"^[0-9a-f]{64}$"


class PurchaseSheetOut(serializers.Serializer[Any]):
    line = ShelfLineOut()
    limits = FactOut(many=True)
    documents = ProductDocumentOut(many=True, help_text="产品说明书,然后风险揭示书")
    dates = TradeDatesOut(allow_null=True)
    reserved_for = serializers.DateField(allow_null=True, help_text="销售开始前:预约的开始销售日")
    fee = serializers.CharField(help_text="申购费率,%")
    refusal = serializers.CharField(help_text="不能购买的原因;空为可以")
    refusal_code = serializers.CharField()
    needs_care = serializers.BooleanField(help_text="须再次确认风险")
    read_seconds = serializers.IntegerField(help_text="打开后至少阅读几秒")


class PurchaseWordsOut(serializers.Serializer[Any]):
    banner = serializers.CharField(help_text="须与每次展示同时出现")
    sheet = PurchaseSheetOut()
    agreement_title = serializers.CharField()
    agreement_hash = serializers.CharField()
    opened = serializers.CharField(help_text="本次打开风险揭示书的凭据,购买时交回")


class PurchaseIn(Confirmable):
    account_id = serializers.UUIDField(help_text="本人名下的付款账户")
    amount_fen = serializers.IntegerField(min_value=1, max_value=MOST_FEN, help_text="含申购费")
    prospectus_hash = serializers.RegexField(HASH, help_text="所展示产品说明书的 text_hash")
    risk_hash = serializers.RegexField(HASH, help_text="所展示风险揭示书的 text_hash")
    agreement_hash = serializers.RegexField(HASH)
    opened = serializers.CharField(max_length=200)
    is_care_confirmed = serializers.BooleanField(default=False)


class TradeAnswerOut(serializers.Serializer[Any]):
    order_id = serializers.UUIDField()
    state = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    outcome = serializers.CharField()


class TradeOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    reference = serializers.CharField()
    product_id = serializers.UUIDField()
    product = serializers.CharField()
    kind = serializers.CharField()
    kind_label = serializers.CharField()
    is_reservation = serializers.BooleanField(help_text="预约:销售开始后转为申购")
    state = serializers.CharField()
    state_label = serializers.CharField()
    outcome = serializers.CharField()
    outcome_label = serializers.CharField()
    amount_fen = serializers.IntegerField(allow_null=True, help_text="申购金额")
    units = serializers.CharField(allow_null=True, help_text="赎回份额")
    account = serializers.CharField(help_text="已掩码")
    ordered_at = serializers.DateTimeField()
    trade_date = serializers.DateField()
    confirm_date = serializers.DateField()
    cash_date = serializers.DateField(allow_null=True)
    nav = serializers.CharField(allow_null=True)
    filled_fen = serializers.IntegerField(allow_null=True, help_text="申购:扣款;赎回:到账")
    filled_units = serializers.CharField(allow_null=True)
    fee_fen = serializers.IntegerField(allow_null=True)
    target = serializers.CharField(help_text="转换:转入产品")
    target_nav = serializers.CharField(allow_null=True)
    target_units = serializers.CharField(allow_null=True)
    target_fee_fen = serializers.IntegerField(allow_null=True)
    cut_off_at = serializers.DateTimeField()
    may = serializers.ListField(child=serializers.CharField())


class TradesOut(serializers.Serializer[Any]):
    trades = TradeOut(many=True)


class PositionLineOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    product_id = serializers.UUIDField()
    product = serializers.CharField()
    kind = serializers.CharField()
    rating_label = serializers.CharField()
    units = serializers.CharField()
    free = serializers.CharField(help_text="可用份额")
    aside = serializers.CharField(help_text="赎回在途份额")
    value_fen = serializers.IntegerField(help_text="按最近净值的参考市值")
    cost_fen = serializers.IntegerField()
    gain_fen = serializers.IntegerField(help_text="参考市值 - 持有成本 + 现金分红")
    dividend_fen = serializers.IntegerField(help_text="已到账的现金分红")
    income_fen = serializers.IntegerField()
    priced_on = serializers.DateField(allow_null=True)
    nav = serializers.CharField(allow_null=True)
    may = serializers.ListField(child=serializers.CharField())


class PositionsOut(serializers.Serializer[Any]):
    lines = PositionLineOut(many=True)
    value_fen = serializers.IntegerField()


class PositionIncomeOut(serializers.Serializer[Any]):
    on = serializers.DateField()
    income_fen = serializers.IntegerField()


class PositionOut(serializers.Serializer[Any]):
    line = PositionLineOut()
    incomes = PositionIncomeOut(many=True)
    quick_room = serializers.CharField(allow_null=True, help_text="今日还可快速赎回的份额")
    min_holding_days = serializers.IntegerField()
    dividend_label = serializers.CharField(help_text="分红方式;现金管理类为空")
    orders = TradeOut(many=True)
    ends_on = serializers.DateField(allow_null=True, help_text="固定期限产品的到期日")


class UnitsIn(Confirmable):
    units = serializers.DecimalField(max_digits=18, decimal_places=2, min_value=Decimal("0.01"))


class RedemptionIn(UnitsIn):
    cancels_rest = serializers.BooleanField(default=False, help_text="巨额赎回时未确认部分撤销,不顺延")


class PurchaseWords(Endpoint):
    @entry(summary="购买前须阅读的文件和限额", permission=BUY, relation=SELF, answers=PurchaseWordsOut)
    def get(self, call: Call, product_id: UUID) -> dict[str, object]:
        now = clock.read()
        sheet = purchase_sheet(call.actor, product_id, now)
        (words,) = agreements.words_of((AGREEMENT,), now)
        opened = agreements.opened_mark(call.actor, now.wall, sheet.documents[1].text_hash)
        return {
            "banner": BANNER,
            "sheet": sheet,
            "agreement_title": words.title,
            "agreement_hash": words.text_hash,
            "opened": opened,
        }


class PurchasePlacing(Endpoint):
    @entry(
        summary="购买理财", permission=BUY, relation=SELF, step_up="确认购买", takes=PurchaseIn, answers=TradeAnswerOut,
        status=201,
    )  # fmt: skip
    def post(self, call: Call, product_id: UUID) -> OrderAnswer:
        papers_on_shelf(product_id)  # what is not there is said before what is wrong with the form
        sent = call.sent
        opened = agreements.opened_at(call.actor, sent["opened"], sent["risk_hash"])
        return purchase_place(
            product_id=product_id, account_id=sent["account_id"], fen=sent["amount_fen"],
            reading=Reading(sent["prospectus_hash"], sent["risk_hash"], sent["agreement_hash"], opened),
            is_care_confirmed=sent["is_care_confirmed"], key=call.key, actor=call.actor, now=clock.read(),
        )  # fmt: skip


class OwnTrades(Endpoint):
    @entry(summary="我的理财交易", permission=OWN, relation=SELF, answers=TradesOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"trades": trades_for_member(call.actor, clock.read())}


class OwnTrade(Endpoint):
    @entry(summary="我的一笔理财交易", permission=OWN, relation=SELF, answers=TradeOut)
    def get(self, call: Call, order_id: UUID) -> TradeLine:
        return trade_for_member(call.actor, order_id, clock.read())


class TradeCancellation(Endpoint):
    @entry(summary="撤单", permission=OWN, relation=SELF, answers=TradeAnswerOut)
    def post(self, call: Call, order_id: UUID) -> OrderAnswer:
        return order_cancel(order_id=order_id, key=call.key, actor=call.actor, now=clock.read())


class OwnPositions(Endpoint):
    @entry(summary="我的理财", permission=OWN, relation=SELF, answers=PositionsOut)
    def get(self, call: Call) -> Positions:
        return positions_for_member(call.actor)


class OwnPosition(Endpoint):
    @entry(summary="我的一笔理财持有", permission=OWN, relation=SELF, answers=PositionOut)
    def get(self, call: Call, holding_id: UUID) -> PositionPage:
        return position_for_member(call.actor, holding_id, clock.read())


class RedemptionPlacing(Endpoint):
    @entry(
        summary="赎回", permission=OWN, relation=SELF, step_up="确认赎回", takes=RedemptionIn, answers=TradeAnswerOut,
        status=201,
    )  # fmt: skip
    def post(self, call: Call, holding_id: UUID) -> OrderAnswer:
        sent = call.sent
        return redemption_place(
            holding_id=holding_id, units=sent["units"], cancels_rest=sent["cancels_rest"], key=call.key,
            actor=call.actor, now=clock.read(),
        )  # fmt: skip


class QuickRedemption(Endpoint):
    @entry(
        summary="快速赎回", permission=OWN, relation=SELF, step_up="确认快速赎回", takes=UnitsIn,
        answers=TradeAnswerOut, status=201,
    )  # fmt: skip
    def post(self, call: Call, holding_id: UUID) -> OrderAnswer:
        return quick_redeem(
            holding_id=holding_id, units=call.sent["units"], key=call.key, actor=call.actor, now=clock.read()
        )

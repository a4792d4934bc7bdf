"""The shelf of wealth products for a person's programs: the same for everybody, figures of the past (WM-6)."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..choices import ProductRisk
from ..choices.product import BANNER, ProductKind, ShelfTerm
from ..contracts import ShelfProduct
from ..selectors.shelf import Wanted, product_on_shelf, shelf

READ, SELF = "shenhuobao.shelf.read", Relation.SELF


class ShelfQuery(serializers.Serializer[Any]):
    kind = serializers.ChoiceField([one.value for one in ProductKind], required=False, help_text="产品类型")
    risk = serializers.ChoiceField(
        [one.value for one in ProductRisk], required=False, help_text="风险等级不高于,1 到 5"
    )
    term = serializers.ChoiceField([one.value for one in ShelfTerm], required=False, help_text="期限")
    words = serializers.CharField(max_length=20, required=False, help_text="名称、代码或发行机构")


class ShelfLineOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    kind_label = serializers.CharField()
    issuer = serializers.CharField(help_text="发行机构;本行为代销机构")
    state = serializers.CharField()
    state_label = serializers.CharField()
    rating = serializers.IntegerField()
    rating_label = serializers.CharField()
    figure = serializers.CharField(help_text="最近公布的历史数据,不代表未来")
    figure_label = serializers.CharField()
    benchmark = serializers.CharField(help_text="业绩比较基准,不构成承诺")
    first_min_fen = serializers.IntegerField()
    term = serializers.CharField()
    is_sold_out = serializers.BooleanField()


class ShelfGroupOut(serializers.Serializer[Any]):
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    lines = ShelfLineOut(many=True)


class ShelfOut(serializers.Serializer[Any]):
    banner = serializers.CharField(help_text="须与每次展示同时出现")
    groups = ShelfGroupOut(many=True)


class FactOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()
    note = serializers.CharField()


class ProductDocumentOut(serializers.Serializer[Any]):
    title = serializers.CharField()
    body = serializers.CharField()
    text_hash = serializers.CharField()


class ProductPriceOut(serializers.Serializer[Any]):
    on = serializers.DateField()
    nav = serializers.CharField()
    income_per_10k = serializers.CharField(allow_null=True, help_text="万份收益,元;只有现金管理类")
    yield_7d = serializers.CharField(allow_null=True, help_text="七日年化,%")


class TradeDatesOut(serializers.Serializer[Any]):
    trade_on = serializers.DateField()
    confirm_on = serializers.DateField()
    cash_on = serializers.DateField()
    cut_off_at = serializers.DateTimeField()


class DividendLineOut(serializers.Serializer[Any]):
    record_on = serializers.DateField(help_text="权益登记日;15:00 前最后一次选择的分红方式有效")
    ex_on = serializers.DateField(help_text="除息日")
    per_unit = serializers.CharField(help_text="每份分红,元")
    state_label = serializers.CharField()


class ShelfProductOut(serializers.Serializer[Any]):
    banner = serializers.CharField(help_text="须与每次展示同时出现")
    line = ShelfLineOut()
    reason = serializers.CharField(help_text="暂停交易的原因")
    facts = FactOut(many=True)
    fees = FactOut(many=True)
    redemption_fees = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField()), help_text="持有多久、赎回费率"
    )
    rules = FactOut(many=True)
    dates = TradeDatesOut(allow_null=True, help_text="现在提交的交易对应的日期")
    documents = ProductDocumentOut(many=True)
    prices = ProductPriceOut(many=True)
    version = serializers.IntegerField()
    may_buy = serializers.BooleanField()
    dividends = DividendLineOut(many=True, help_text="最近的分红公告")
    large_note = serializers.CharField(help_text="巨额赎回公告;没有时为空")
    is_reserved = serializers.BooleanField(help_text="销售开始前:购买为预约")


class Products(Endpoint):
    @entry(summary="在售理财产品", permission=READ, relation=SELF, asks=ShelfQuery, answers=ShelfOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"banner": BANNER, "groups": shelf(Wanted(**call.asked))}


class OneProduct(Endpoint):
    @entry(summary="理财产品", permission=READ, relation=SELF, answers=ShelfProductOut)
    def get(self, call: Call, product_id: UUID) -> dict[str, object]:
        found: ShelfProduct = product_on_shelf(product_id, clock.read())
        return {"banner": BANNER} | {name: getattr(found, name) for name in found.__slots__}

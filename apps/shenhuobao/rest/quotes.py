"""The calculator of 申活宝 for programs: a kind and its figures in, what comes of them out. Nothing is kept."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from apps.core.actors import Relation
from apps.core.clock import SHANGHAI
from apps.core.http.api import Call, Endpoint, JSONParser, entry

from ..choices import QuoteKind
from ..rules.pricing import MOST_RATE, NAV_PLACES, RATE_PLACES
from ..rules.yields import INCOME_PLACES, MOST_INCOME, WEEK
from ..selectors.quotes import FIGURES, quote_of

MAKE, SELF = "shenhuobao.quote.make", Relation.SELF
YUAN_DIGITS, NAV_DIGITS, RATE_DIGITS, INCOME_DIGITS = 13, 9, 7, 8
REQUIRED = serializers.Field.default_error_messages["required"]


class MomentField(serializers.DateTimeField):
    """A moment with its zone; one without is refused, not taken for that of some clock."""

    default_error_messages = {
        "zone": "时间必须注明时区,例如 2026-02-13T14:59:59+08:00。",
        "far": "时间超出可计算的范围。",
    }

    def enforce_timezone(self, value: datetime) -> datetime:
        if timezone.is_naive(value):
            self.fail("zone")
        try:
            return value.astimezone(SHANGHAI)
        except OverflowError:
            self.fail("far")


class SevenField(serializers.ListField):
    """Counted before it is read."""

    default_error_messages = {"seven": f"须为最近 {WEEK} 个自然日的万份收益。"}

    def run_child_validation(self, data: Any) -> Any:
        if len(data) != WEEK:
            self.fail("seven")
        return super().run_child_validation(data)


class WealthQuoteIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(
        [one.value for one in QuoteKind], help_text="purchase 申购、redemption 赎回、dates 交易日、yield 七日年化"
    )
    amount = serializers.DecimalField(
        max_digits=YUAN_DIGITS, decimal_places=2, required=False, help_text="purchase:申购金额,元,最多两位小数"
    )
    units = serializers.DecimalField(
        max_digits=YUAN_DIGITS, decimal_places=2, required=False, help_text="redemption:赎回份额,最多两位小数"
    )
    fee_rate = serializers.DecimalField(
        max_digits=RATE_DIGITS,
        decimal_places=RATE_PLACES,
        required=False,
        help_text=f"purchase、redemption:费率,单位 %,最多四位小数,不超过 {MOST_RATE}",
    )
    nav = serializers.DecimalField(
        max_digits=NAV_DIGITS,
        decimal_places=NAV_PLACES,
        required=False,
        help_text="purchase、redemption:单位净值,元,最多四位小数",
    )
    ordered_at = MomentField(required=False, help_text="dates:下单时间,ISO 8601,必须带时区")
    income_per_10k = SevenField(
        child=serializers.DecimalField(max_digits=INCOME_DIGITS, decimal_places=INCOME_PLACES),
        required=False,
        help_text=f"yield:最近七个自然日的万份收益,元,最多四位小数,可为负,不超过 {MOST_INCOME}",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        missing = [name for name in FIGURES[QuoteKind(attrs["kind"])] if name not in attrs]
        if missing:
            raise serializers.ValidationError(dict.fromkeys(missing, str(REQUIRED)))
        return attrs


class WealthQuoteOut(serializers.Serializer[Any]):
    """Of these, what belongs to the kind."""

    net_amount = serializers.CharField(required=False, help_text="purchase:净申购金额;redemption:到账金额;元")
    gross = serializers.CharField(required=False, help_text="redemption:赎回总额,元")
    fee = serializers.CharField(required=False, help_text="purchase、redemption:手续费,元")
    units = serializers.CharField(required=False, help_text="purchase:确认份额,两位小数")
    trade_date = serializers.DateField(required=False, help_text="dates:交易日 T")
    confirm_date = serializers.DateField(required=False, help_text="dates:确认日 T+1")
    simple = serializers.CharField(required=False, help_text="yield:七日年化(单利),%,三位小数,为历史数据")
    compound = serializers.CharField(required=False, help_text="yield:七日年化(复利),%,三位小数,为历史数据")


class FiguresParser(JSONParser):
    """Reads NaN and Infinity, which are no JSON, so that their field is named in the refusal."""

    strict = False


class WealthQuotes(Endpoint):
    parser_classes = (FiguresParser,)

    @entry(
        summary="申活宝试算",
        permission=MAKE,
        relation=SELF,
        takes=WealthQuoteIn,
        answers=WealthQuoteOut,
        has_effect=False,
    )
    def post(self, call: Call) -> dict[str, str]:
        return quote_of(call.sent)


class WealthQuotesSlashed(WealthQuotes):
    """The same under an address like all others, which end in a slash."""

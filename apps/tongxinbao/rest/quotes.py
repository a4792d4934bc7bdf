"""The calculator for programs: principal, rate and dates in, interest, tax and schedule out. No issue is revealed."""

from typing import Any

from rest_framework import serializers

from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry
from apps.core.money import plain_yuan, to_fen

from ..choices import DayCount
from ..rules.interest import Payment
from ..rules.quotes import MOST_DATES, MOST_RATE, Quote
from ..selectors.calculator import quote_for

MAKE, SELF = "tongxinbao.quote.make", Relation.SELF
YUAN_DIGITS, RATE_DIGITS = 13, 7


class QuoteIn(serializers.Serializer[Any]):
    principal = serializers.DecimalField(max_digits=YUAN_DIGITS, decimal_places=2, help_text="本金,元,最多两位小数")
    annual_rate = serializers.DecimalField(
        max_digits=RATE_DIGITS, decimal_places=4, help_text=f"年利率,单位 %,最多四位小数,不超过 {MOST_RATE}"
    )
    value_date = serializers.DateField(help_text="起息日(算头)")
    maturity_date = serializers.DateField(help_text="到期日(不算尾)")
    day_count = serializers.ChoiceField([one.value for one in DayCount], help_text="计息基础")
    interest_dates = serializers.ListField(
        child=serializers.DateField(), required=False, max_length=MOST_DATES, help_text="付息日,从早到晚;不填为到期付息"
    )


class PaymentOut(serializers.Serializer[Any]):
    date = serializers.DateField(source="due_on")
    days = serializers.IntegerField()
    principal = serializers.CharField()
    gross_interest = serializers.CharField()
    tax = serializers.CharField()
    net_interest = serializers.CharField()
    total = serializers.CharField()


class QuoteOut(serializers.Serializer[Any]):
    days = serializers.IntegerField()
    gross_interest = serializers.CharField(help_text="利息,元")
    tax = serializers.CharField(help_text="代扣个人所得税 20%,元")
    net_interest = serializers.CharField(help_text="税后利息,元")
    total = serializers.CharField(help_text="本金和税后利息,元")
    schedule = PaymentOut(many=True)


class Quotes(Endpoint):
    @entry(summary="出借利息试算", permission=MAKE, relation=SELF, takes=QuoteIn, answers=QuoteOut, has_effect=False)
    def post(self, call: Call) -> dict[str, object]:
        asked = call.sent
        return _written(quote_for(call.actor, **asked | {"principal": to_fen(asked["principal"])}))


class QuotesSlashed(Quotes):
    """The same under an address like all others, which end in a slash."""


def _written(quote: Quote) -> dict[str, object]:
    lines = [{"due_on": one.due_on, "days": one.days, "principal": plain_yuan(one.principal)} | _sums(one)
             for one in quote.payments]  # fmt: skip
    return {"days": quote.days, "schedule": lines} | _sums(quote)


def _sums(of: Quote | Payment) -> dict[str, str]:
    sums = {"gross_interest": of.gross, "tax": of.tax, "net_interest": of.net, "total": of.total}
    return {name: plain_yuan(fen) for name, fen in sums.items()}

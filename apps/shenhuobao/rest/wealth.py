"""A person's wealth at a glance and the income calendar, for own programs: what the pages show."""

from typing import Any

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..choices.product import BANNER
from ..contracts import IncomeCalendar
from ..rules.months import month_named
from ..selectors.papers import paper_content, period_of
from ..selectors.wealth import income_calendar, wealth_sums

OWN, SELF = "shenhuobao.holding.own", Relation.SELF


class WealthSumsOut(serializers.Serializer[Any]):
    value_fen = serializers.IntegerField(help_text="按最近净值的参考市值")
    day = serializers.DateField(allow_null=True, help_text="最近有收益的日期")
    day_fen = serializers.IntegerField()
    month_fen = serializers.IntegerField()
    year_fen = serializers.IntegerField()


class WealthHomeOut(serializers.Serializer[Any]):
    banner = serializers.CharField(help_text="须与每次展示同时出现")
    sums = WealthSumsOut()


class MonthAsked(serializers.Serializer[Any]):
    month = serializers.RegexField(r"^20\d\d-(0[1-9]|1[0-2])$", default="", help_text="如 2026-03,不填为本月")


class IncomeShareOut(serializers.Serializer[Any]):
    product_id = serializers.UUIDField()
    product = serializers.CharField()
    is_income = serializers.BooleanField(help_text="真为当日收益,假为净值损益")
    fen = serializers.IntegerField()


class IncomeDayOut(serializers.Serializer[Any]):
    on = serializers.DateField()
    fen = serializers.IntegerField()
    lines = IncomeShareOut(many=True)


class IncomeMonthOut(serializers.Serializer[Any]):
    first = serializers.DateField()
    fen = serializers.IntegerField()


class IncomeCalendarOut(serializers.Serializer[Any]):
    banner = serializers.CharField()
    days = IncomeDayOut(many=True, help_text="有收益的日子")
    month_fen = serializers.IntegerField()
    year_fen = serializers.IntegerField()
    months = IncomeMonthOut(many=True, help_text="当年各月合计")


class PeriodAsked(serializers.Serializer[Any]):
    period = serializers.RegexField(
        r"^20\d\d(-(0[1-9]|1[0-2]))?$", default="", help_text="如 2026-02 或 2026,不填为上月"
    )


class WealthPeriodLineOut(serializers.Serializer[Any]):
    product_id = serializers.UUIDField()
    product = serializers.CharField()
    opening_units = serializers.CharField()
    opening_fen = serializers.IntegerField()
    in_fen = serializers.IntegerField()
    out_fen = serializers.IntegerField()
    gain_fen = serializers.IntegerField(help_text="期初 + 转入 - 转出 + 收益 = 期末")
    closing_units = serializers.CharField()
    closing_fen = serializers.IntegerField()
    nav = serializers.CharField(allow_null=True)


class WealthPeriodMoveOut(serializers.Serializer[Any]):
    on = serializers.DateField()
    label = serializers.CharField()  # type: ignore[assignment]
    product = serializers.CharField()
    reference = serializers.CharField()
    units = serializers.CharField()
    fen = serializers.IntegerField(help_text="转入为正,转出为负")
    fee_fen = serializers.IntegerField()


class WealthPeriodOut(serializers.Serializer[Any]):
    banner = serializers.CharField()
    first = serializers.DateField()
    last = serializers.DateField()
    is_running = serializers.BooleanField(help_text="期间尚未结束")
    lines = WealthPeriodLineOut(many=True)
    moves = WealthPeriodMoveOut(many=True)


class OwnPeriod(Endpoint):
    @entry(summary="理财月度、年度小结", permission=OWN, relation=SELF, asks=PeriodAsked, answers=WealthPeriodOut)
    def get(self, call: Call) -> dict[str, object]:
        first, last, is_running = period_of(call.asked["period"], clock.read().business_date)
        found = paper_content(call.actor.person, first, last, is_running=is_running)
        return {"banner": BANNER} | {name: getattr(found, name) for name in found.__slots__}


class OwnWealth(Endpoint):
    @entry(summary="我的理财总览", permission=OWN, relation=SELF, answers=WealthHomeOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"banner": BANNER, "sums": wealth_sums(call.actor, clock.read())}


class OwnIncomes(Endpoint):
    @entry(summary="收益日历", permission=OWN, relation=SELF, asks=MonthAsked, answers=IncomeCalendarOut)
    def get(self, call: Call) -> dict[str, object]:
        now = clock.read()
        first = month_named(call.asked["month"], now.business_date)
        found: IncomeCalendar = income_calendar(call.actor, first, None, now)
        days = [day for week in found.weeks for day in week if day is not None and day.fen is not None]
        return {
            "banner": BANNER, "days": days, "month_fen": found.month_fen, "year_fen": found.year_fen,
            "months": found.months,
        }  # fmt: skip

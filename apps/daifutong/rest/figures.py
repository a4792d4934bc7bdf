"""Calendar, statistics and fees for programs. Amounts in 分."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..contracts import FeeMonth, PayCalendar, PayrollFigures
from ..selectors import fee_detail, fees_for_enterprise, pay_calendar, payroll_figures
from .batch_fields import BatchLineOut

READ, FEES, OWN = "daifutong.batch.read", "daifutong.fee.read", Relation.ENTERPRISE


class PayMonthQuery(serializers.Serializer[Any]):
    month = serializers.RegexField(r"^20[0-9]{2}-(?:0[1-9]|1[0-2])$", required=False, help_text="2026-03;不填为本月")


class PayDayOut(serializers.Serializer[Any]):
    day = serializers.DateField()
    is_workday = serializers.BooleanField(allow_null=True, help_text="null:这一年的营业日历尚未载入")
    name = serializers.CharField()
    is_pay_day = serializers.BooleanField()
    batches = BatchLineOut(many=True)


class PayCalendarOut(serializers.Serializer[Any]):
    month = serializers.CharField()
    pay_day = serializers.DateField(allow_null=True, help_text="签约的发薪日,遇休息日已提前")
    days = serializers.SerializerMethodField()

    def get_days(self, shown: PayCalendar) -> list[Any]:
        return list(PayDayOut([day for week in shown.weeks for day in week if day], many=True).data)


class MonthFiguresOut(serializers.Serializer[Any]):
    month = serializers.CharField()
    batches = serializers.IntegerField()
    paid = serializers.IntegerField(help_text="成功笔数")
    paid_fen = serializers.IntegerField()
    failed = serializers.IntegerField()
    failed_fen = serializers.IntegerField()


class ShareOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    fen = serializers.IntegerField()


class PayrollFiguresOut(serializers.Serializer[Any]):
    months = MonthFiguresOut(many=True)
    kinds = ShareOut(many=True)
    reasons = ShareOut(many=True, help_text="失败原因")


class PayrollFeeOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    month = serializers.CharField()
    own_count = serializers.IntegerField()
    other_count = serializers.IntegerField()
    fen = serializers.IntegerField(help_text="含税")
    net_fen = serializers.IntegerField()
    vat_fen = serializers.IntegerField()
    state = serializers.CharField()
    paid_at = serializers.DateTimeField(allow_null=True)


class PayrollFeesOut(serializers.Serializer[Any]):
    fees = PayrollFeeOut(many=True)


class FeeBatchOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    reference = serializers.CharField()
    own_count = serializers.IntegerField()
    other_count = serializers.IntegerField()
    fen = serializers.IntegerField()


class FeeMonthOut(serializers.Serializer[Any]):
    fee = PayrollFeeOut(source="line")
    batches = FeeBatchOut(many=True)


class Calendar(Endpoint):
    @entry(summary="发薪日历", permission=READ, relation=OWN, asks=PayMonthQuery, answers=PayCalendarOut)
    def get(self, call: Call) -> PayCalendar:
        now = clock.read()
        return pay_calendar(call.actor, call.asked.get("month") or f"{now.business_date:%Y-%m}", now)


class Figures(Endpoint):
    @entry(summary="近 12 个月代发统计", permission=READ, relation=OWN, answers=PayrollFiguresOut)
    def get(self, call: Call) -> PayrollFigures:
        return payroll_figures(call.actor, clock.read())


class PayrollFees(Endpoint):
    @entry(summary="手续费账单", permission=FEES, relation=OWN, answers=PayrollFeesOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"fees": fees_for_enterprise(call.actor)}


class PayrollFee(Endpoint):
    @entry(summary="一个月的手续费账单", permission=FEES, relation=OWN, answers=FeeMonthOut)
    def get(self, call: Call, fee_id: UUID) -> FeeMonth:
        return fee_detail(call.actor, fee_id)

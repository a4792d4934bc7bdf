"""The comparison with the period before, as the API gives it. Money in integer 分."""

from typing import Any

from rest_framework import serializers

from apps.core.http.api import PageQuery

from ..rules.comparison import PART_LABELS


class ComparisonQuery(PageQuery):
    show = serializers.ChoiceField(
        [(part.value, label) for part, label in PART_LABELS.items()], required=False, help_text="哪一张清单"
    )


class PartSumOut(serializers.Serializer[Any]):
    part = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField(help_text="人数")
    sum_fen = serializers.IntegerField(source="fen", help_text="对合计的影响;金额异常为本期金额之和")


class ComparisonOut(serializers.Serializer[Any]):
    batch_id = serializers.UUIDField()
    count = serializers.IntegerField()
    total_fen = serializers.IntegerField(source="fen")
    previous_id = serializers.UUIDField(help_text="同类型、更早月份中最近一次已扣款的批次")
    previous_reference = serializers.CharField()
    previous_title = serializers.CharField()
    previous_period = serializers.CharField()
    previous_count = serializers.IntegerField()
    previous_total_fen = serializers.IntegerField(source="previous_fen")
    parts = PartSumOut(many=True)


class ComparedLineOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    emp_no = serializers.CharField()
    number = serializers.IntegerField(allow_null=True, help_text="本批中的行号;本期没有的为空")
    before_fen = serializers.IntegerField(allow_null=True)
    now_fen = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()


class ComparedPageOut(serializers.Serializer[Any]):
    comparison = ComparisonOut(allow_null=True, help_text="没有可比的上期时为空")
    show = serializers.CharField()
    lines = ComparedLineOut(many=True)
    page = serializers.IntegerField(source="number")
    pages = serializers.IntegerField()
    total = serializers.IntegerField()

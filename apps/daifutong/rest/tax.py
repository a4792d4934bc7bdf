"""The tax of a batch against 累计预扣法: a warning and no more (PY-14)."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..contracts import TaxFindings
from ..selectors.tax_check import tax_findings


class TaxLineOut(serializers.Serializer[Any]):
    number = serializers.IntegerField(help_text="行号")
    name = serializers.CharField()
    emp_no = serializers.CharField()
    said_fen = serializers.IntegerField(help_text="名单中的个税")
    due_fen = serializers.IntegerField(help_text="按累计预扣法试算")
    basis = serializers.CharField(help_text="试算的依据")


class TaxOut(serializers.Serializer[Any]):
    has_tax = serializers.BooleanField(help_text="名单里有个税列")
    is_too_large = serializers.BooleanField(help_text="超过 5,000 行,没有试算")
    checked = serializers.IntegerField()
    unknown = serializers.IntegerField(help_text="资料不全,没有试算的行数")
    lines = TaxLineOut(many=True)


class BatchTax(Endpoint):
    @entry(summary="个税核对", permission="daifutong.batch.read", relation=Relation.ENTERPRISE, answers=TaxOut)
    def get(self, call: Call, batch_id: UUID) -> TaxFindings:
        return tax_findings(call.actor, batch_id)

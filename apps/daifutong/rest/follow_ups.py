"""Failed lines again, and lines that wait for a wage card."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..contracts import ImportAnswer, WaitingLines
from ..selectors.follow_ups import waiting_lines
from ..services.batch_retry import batch_retry
from ..services.batch_supplement import batch_supplement
from ..services.row_park import row_park
from .batch_fields import ImportOut

MAKE = "daifutong.batch.make"
OWN = Relation.ENTERPRISE


class WaitingOut(serializers.Serializer[Any]):
    total = serializers.IntegerField(help_text="待补发的明细")
    ready = serializers.IntegerField(help_text="其中员工已有工资卡、可以补发的")
    confidential_ready = serializers.IntegerField(help_text="保密批次中可以补发的")


class SupplementIn(serializers.Serializer[Any]):
    is_confidential = serializers.BooleanField(default=False, help_text="补发保密批次的明细")


class BatchRetry(Endpoint):
    @entry(summary="重发失败明细", permission=MAKE, relation=OWN, answers=ImportOut, status=201)
    def post(self, call: Call, batch_id: UUID) -> ImportAnswer:
        return batch_retry(batch_id=batch_id, key=call.key, actor=call.actor, now=clock.read())


class Waiting(Endpoint):
    @entry(summary="待补发的明细数", permission=MAKE, relation=OWN, answers=WaitingOut)
    def get(self, call: Call) -> WaitingLines:
        return waiting_lines(call.actor)


class BatchSupplement(Endpoint):
    @entry(summary="补发待补发的明细", permission=MAKE, relation=OWN, takes=SupplementIn, answers=ImportOut, status=201)
    def post(self, call: Call) -> ImportAnswer:
        return batch_supplement(**call.sent, key=call.key, actor=call.actor, now=clock.read())


class RowParking(Endpoint):
    @entry(summary="转为待补发", permission=MAKE, relation=OWN)
    def post(self, call: Call, row_id: UUID) -> None:
        row_park(row_id=row_id, actor=call.actor, now=clock.read())

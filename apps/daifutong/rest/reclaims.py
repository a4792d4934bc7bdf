"""误发追回: two people of the enterprise ask, the employee answers."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Confirmable, Endpoint, PageQuery, entry
from apps.core.money import MAX_FEN

from ..choices import DISPUTE_LENGTH, REASON_LENGTH
from ..contracts import ReclaimLine, ReclaimPage
from ..selectors.reclaims import reclaim_line, reclaims_for_enterprise, reclaims_for_member
from ..services.reclaim_agree import reclaim_agree
from ..services.reclaim_ask import reclaim_ask
from ..services.reclaim_decide import reclaim_decide
from ..services.reclaim_refuse import reclaim_refuse
from ..services.reclaim_withdraw import reclaim_withdraw
from .batch_fields import FenField

READ, ASK, DECIDE = "daifutong.reclaim.read", "daifutong.reclaim.ask", "daifutong.reclaim.decide"
ANSWER = "daifutong.reclaim.answer"
OWN, SELF = Relation.ENTERPRISE, Relation.SELF


class ReclaimOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    line_ref = serializers.CharField()
    title = serializers.CharField()
    pay_period = serializers.CharField()
    enterprise_name = serializers.CharField()
    name = serializers.CharField()
    emp_no = serializers.CharField()
    account = serializers.CharField(help_text="遮盖")
    amount_fen = serializers.IntegerField()
    reason = serializers.CharField()
    digest = serializers.CharField(help_text="复核与同意绑定的内容摘要")
    state = serializers.CharField()
    state_label = serializers.CharField()
    asked_at = serializers.DateTimeField()
    lapses_on = serializers.DateField(allow_null=True, help_text="员工答复的最后一天")
    answer_text = serializers.CharField()
    may = serializers.SerializerMethodField()

    def get_may(self, line: ReclaimLine) -> list[str]:
        return sorted(line.may)


class ReclaimPageOut(serializers.Serializer[Any]):
    reclaims = ReclaimOut(many=True)
    number = serializers.IntegerField()
    pages = serializers.IntegerField()
    total = serializers.IntegerField()


class OwnReclaimsOut(serializers.Serializer[Any]):
    reclaims = ReclaimOut(many=True)


class ReclaimIn(serializers.Serializer[Any]):
    row_id = serializers.UUIDField()
    amount_fen = FenField(min_value=1, max_value=MAX_FEN - 1)
    reason = serializers.CharField(max_length=REASON_LENGTH)


class ReclaimMade(serializers.Serializer[Any]):
    reclaim_id = serializers.UUIDField()


class DecisionIn(Confirmable):
    verdict = serializers.ChoiceField(["APPROVE", "RETURN"])
    reason = serializers.CharField(max_length=REASON_LENGTH, allow_blank=True, default="")
    digest = serializers.CharField(max_length=64)


class AnswerIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=DISPUTE_LENGTH)


class Reclaims(Endpoint):
    @entry(summary="误发追回列表", permission=READ, relation=OWN, asks=PageQuery, answers=ReclaimPageOut)
    def get(self, call: Call) -> ReclaimPage:
        return reclaims_for_enterprise(call.actor, clock.read(), **call.asked)

    @entry(summary="申请追回", permission=ASK, relation=OWN, takes=ReclaimIn, answers=ReclaimMade, status=201)
    def post(self, call: Call) -> dict[str, object]:
        row_id, fen, reason = call.sent["row_id"], call.sent["amount_fen"], call.sent["reason"]
        made = reclaim_ask(row_id=row_id, fen=fen, reason=reason, key=call.key, actor=call.actor, now=clock.read())
        return {"reclaim_id": made}


class Reclaim(Endpoint):
    @entry(summary="一笔误发追回", permission=READ, relation=OWN, answers=ReclaimOut)
    def get(self, call: Call, reclaim_id: UUID) -> ReclaimLine:
        return reclaim_line(call.actor, reclaim_id, clock.read())


class ReclaimWithdrawal(Endpoint):
    @entry(summary="撤回误发追回", permission=ASK, relation=OWN)
    def post(self, call: Call, reclaim_id: UUID) -> None:
        reclaim_withdraw(reclaim_id=reclaim_id, actor=call.actor, now=clock.read())


class ReclaimDecision(Endpoint):
    @entry(summary="复核误发追回", permission=DECIDE, relation=OWN, step_up="复核误发追回", takes=DecisionIn)
    def post(self, call: Call, reclaim_id: UUID) -> None:
        reclaim_decide(reclaim_id=reclaim_id, **call.sent, actor=call.actor, now=clock.read())


class OwnReclaims(Endpoint):
    @entry(summary="请我退回的工资", permission=ANSWER, relation=SELF, answers=OwnReclaimsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"reclaims": reclaims_for_member(call.actor, clock.read())}


class OwnReclaim(Endpoint):
    @entry(summary="一笔请我退回的工资", permission=ANSWER, relation=SELF, answers=ReclaimOut)
    def get(self, call: Call, reclaim_id: UUID) -> ReclaimLine:
        return reclaim_line(call.actor, reclaim_id, clock.read())


class OwnReclaimAgreement(Endpoint):
    @entry(summary="同意退回", permission=ANSWER, relation=SELF, step_up="退回误发的工资", takes=Confirmable)
    def post(self, call: Call, reclaim_id: UUID) -> None:
        reclaim_agree(reclaim_id=reclaim_id, actor=call.actor, now=clock.read())


class OwnReclaimRefusal(Endpoint):
    @entry(summary="不同意退回", permission=ANSWER, relation=SELF, takes=AnswerIn)
    def post(self, call: Call, reclaim_id: UUID) -> None:
        reclaim_refuse(reclaim_id=reclaim_id, **call.sent, actor=call.actor, now=clock.read())

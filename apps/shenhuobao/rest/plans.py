"""A person's plans, for programs: what the pages do."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..choices.plan import LEAST_TARGET, MOST_TARGET, PURPOSE_LABELS
from ..choices.product import BANNER
from ..contracts import Goal, PlanChoices, PlanLine
from ..selectors.plans import plan_choices, plan_for_member, plans_for_member
from ..services.plan_change import plan_change
from ..services.plan_create import plan_create
from ..services.plan_pause import plan_pause
from ..services.plan_resume import plan_resume
from ..services.plan_stop import plan_stop

MAKE, OWN, SELF = "shenhuobao.plan.make", "shenhuobao.plan.own", Relation.SELF


class PlanOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    purpose = serializers.CharField()
    purpose_label = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    product_id = serializers.UUIDField()
    product = serializers.CharField()
    rating_label = serializers.CharField()
    target_fen = serializers.IntegerField()
    target_date = serializers.DateField()
    saved_fen = serializers.IntegerField(help_text="持有的这只产品,按最近净值")
    left_fen = serializers.IntegerField()
    percent = serializers.IntegerField(help_text="已完成的百分比,不进位")
    months = serializers.IntegerField()
    monthly_fen = serializers.IntegerField(help_text="每月需投入,不计任何收益")
    created_at = serializers.DateTimeField()
    may = serializers.ListField(child=serializers.CharField())


class PlansOut(serializers.Serializer[Any]):
    banner = serializers.CharField(help_text="须与每次展示同时出现")
    plans = PlanOut(many=True)


class PlanChoiceOut(serializers.Serializer[Any]):
    product_id = serializers.UUIDField()
    name = serializers.CharField()
    rating = serializers.IntegerField()
    rating_label = serializers.CharField()
    kind_label = serializers.CharField()
    note = serializers.CharField(help_text="还有什么要求")


class PlanChoicesOut(serializers.Serializer[Any]):
    lines = PlanChoiceOut(many=True, help_text="按类型和风险等级由低到高,不因人而异")
    refusal = serializers.CharField(help_text="没有可选产品的原因")
    refusal_code = serializers.CharField()


class GoalIn(serializers.Serializer[Any]):
    purpose = serializers.ChoiceField(choices=list(PURPOSE_LABELS.items()))
    amount_fen = serializers.IntegerField(min_value=LEAST_TARGET, max_value=MOST_TARGET)
    on = serializers.DateField(help_text="目标日期")


class PlanIn(GoalIn):
    product_id = serializers.UUIDField()


class PlanAnswerOut(serializers.Serializer[Any]):
    plan_id = serializers.UUIDField(source="*")


def _goal(call: Call) -> Goal:
    return Goal(call.sent["purpose"], call.sent["amount_fen"], call.sent["on"])


class OwnPlans(Endpoint):
    @entry(summary="我的申活宝计划", permission=OWN, relation=SELF, answers=PlansOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"banner": BANNER, "plans": plans_for_member(call.actor, clock.read())}


class PlanProductChoices(Endpoint):
    @entry(summary="计划可以选择的产品", permission=MAKE, relation=SELF, answers=PlanChoicesOut)
    def get(self, call: Call) -> PlanChoices:
        return plan_choices(call.actor, clock.read())


class PlanCreation(Endpoint):
    @entry(
        summary="建立申活宝计划", permission=MAKE, relation=SELF, takes=PlanIn, answers=PlanAnswerOut, status=201
    )  # fmt: skip
    def post(self, call: Call) -> UUID:
        return plan_create(
            goal=_goal(call), product_id=call.sent["product_id"], key=call.key, actor=call.actor, now=clock.read()
        )


class OwnPlan(Endpoint):
    @entry(summary="我的一个计划", permission=OWN, relation=SELF, answers=PlanOut)
    def get(self, call: Call, plan_id: UUID) -> PlanLine:
        return plan_for_member(call.actor, plan_id, clock.read())


class PlanChange(Endpoint):
    @entry(summary="修改计划", permission=MAKE, relation=SELF, takes=GoalIn)
    def post(self, call: Call, plan_id: UUID) -> None:
        plan_change(plan_id=plan_id, goal=_goal(call), actor=call.actor, now=clock.read())


class PlanPause(Endpoint):
    @entry(summary="暂停计划", permission=OWN, relation=SELF)
    def post(self, call: Call, plan_id: UUID) -> None:
        plan_pause(plan_id=plan_id, actor=call.actor, now=clock.read())


class PlanResumption(Endpoint):
    @entry(summary="恢复计划", permission=MAKE, relation=SELF)
    def post(self, call: Call, plan_id: UUID) -> None:
        plan_resume(plan_id=plan_id, actor=call.actor, now=clock.read())


class PlanStop(Endpoint):
    @entry(summary="结束计划", permission=OWN, relation=SELF)
    def post(self, call: Call, plan_id: UUID) -> None:
        plan_stop(plan_id=plan_id, actor=call.actor, now=clock.read())

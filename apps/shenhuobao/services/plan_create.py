"""A person says what to save for, and chooses a product of those that are allowed (WM-2, WM-13)."""

from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, use_case
from apps.core.errors import Conflict, NotFound
from apps.core.idempotency import once
from apps.members import api as members

from ..choices.plan import OPEN_PLANS
from ..choices.product import SHOWN, TermsState
from ..contracts import Goal
from ..models import Plan, Terms
from ..rules.lives import PLAN
from ..selectors.suitability import assessment_for
from .plan_moves import goal_taken, plan_record, product_suits


@use_case
def plan_create(*, goal: Goal, product_id: UUID, key: str, actor: Actor, now: Moment) -> UUID:
    """Makes a plan; no money moves. Key: (person, key). Locks the person's plans.

    Raises NotFound for a product that is not on the shelf; InvalidInput E_GOAL, E_HORIZON; Conflict NOT_ON_SALE,
    PLAN_EXISTS, the codes of `selectors.suitability`; KeyReused, Busy.
    """
    said = {"purpose": goal.purpose, "fen": goal.target_fen, "on": str(goal.on), "product": product_id}

    def effect() -> dict[str, Any]:
        lock_name(f"shenhuobao.plans:{actor.person}")
        goal_taken(goal, now.business_date)
        rows = Terms.objects.filter(product=product_id, state=TermsState.IN_FORCE, product__state__in=SHOWN)
        terms = rows.select_related("product").first()
        if terms is None:
            raise NotFound("没有找到这只产品。")
        product_suits(terms, goal, now.business_date)
        assessment_for(actor.person, terms.rating, now)
        if Plan.objects.scoped(actor).filter(product=product_id, state__in=OPEN_PLANS).exists():
            raise Conflict("PLAN_EXISTS", "这只产品已经用于您的另一个计划,一只产品只能用于一个计划。")
        plan = Plan.objects.create(
            person_id=actor.person, unit_path=members.enterprise_brief(actor.enterprise).unit_path,
            purpose=goal.purpose, target_fen=goal.target_fen, target_date=goal.on, product_id=product_id,
            state=PLAN.check("", "create").target, created_at=now.business_at,
        )  # fmt: skip
        plan_record(plan, "created", source="", actor=actor, now=now)
        return {"plan_id": str(plan.pk)}

    answer, _ = once(actor=actor, route="shenhuobao.plan_create", key=key, body=said, effect=effect)
    return UUID(answer["plan_id"])

"""A person changes what a plan is for, its sum or its day; the product stays (WM-13)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..choices.product import TermsState
from ..contracts import Goal
from ..models import Terms
from .plan_moves import goal_taken, plan_locked, plan_move, product_suits


@use_case
def plan_change(*, plan_id: UUID, goal: Goal, actor: Actor, now: Moment) -> None:
    """The same again changes nothing but the audit trail. Locks the plan. Raises NotFound, IllegalMove, InvalidInput
    E_GOAL, E_HORIZON, Conflict NOT_ON_SALE."""
    plan = plan_locked(actor, plan_id)
    goal_taken(goal, now.business_date)
    terms = Terms.objects.select_related("product").get(product=plan.product_id, state=TermsState.IN_FORCE)
    product_suits(terms, goal, now.business_date)
    plan_move(
        plan, "change", "changed", actor=actor, now=now, purpose=goal.purpose, target_fen=goal.target_fen,
        target_date=goal.on,
    )  # fmt: skip

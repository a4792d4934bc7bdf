"""What the use cases of a plan do alike: find it, look at product and goal, one move with its audit row."""

from datetime import date
from typing import Any
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import Conflict, InvalidInput
from apps.core.lifecycle import Move
from apps.core.moves import found_locked, move_make

from ..choices.plan import PLAN_SUBJECT
from ..choices.product import ProductKind, ProductState
from ..contracts import Goal
from ..models import Plan, Terms
from ..rules.exact import RuleFault
from ..rules.goals import goal_check, horizon_refusal
from ..rules.lives import PLAN

FIELDS = {"target": "amount", "on": "on"}  # of the rule, as pages and programs name them


def plan_locked(actor: Actor, plan_id: UUID) -> Plan:
    """The person's own. Raises NotFound."""
    return found_locked(Plan.objects.scoped(actor), plan_id, "没有找到这个计划。")


def plan_move(plan: Plan, name: str, past: str, *, actor: Actor, now: Moment, **changes: Any) -> Move:
    """One move with its changes and its audit row. Raises IllegalMove."""
    move = move_make(plan, PLAN, name, **changes)
    plan_record(plan, past, source=move.source, actor=actor, now=now)
    return move


def plan_record(plan: Plan, past: str, *, source: str, actor: Actor, now: Moment) -> None:
    """For the person and the bank: it names no enterprise."""
    audit.record(
        actor=actor,
        action=f"shenhuobao.plan.{past}",
        subject_kind=PLAN_SUBJECT,
        subject_id=plan.pk,
        from_state=source,
        to_state=plan.state,
        detail={"purpose": plan.purpose, "fen": plan.target_fen, "on": str(plan.target_date)},
        unit_path=plan.unit_path,
        now=now,
    )


def goal_taken(goal: Goal, today: date) -> None:
    """Whether it is a goal. Raises InvalidInput E_GOAL."""
    try:
        goal_check(goal.target_fen, goal.on, today)
    except RuleFault as fault:
        raise InvalidInput("E_GOAL", fault.message, fields={FIELDS[fault.field]: fault.message}) from None


def product_suits(terms: Terms, goal: Goal, today: date) -> None:
    """Whether the product goes with the goal: open for as long as one likes, and free again by the day. Raises Conflict
    NOT_ON_SALE, InvalidInput E_HORIZON."""
    if terms.product.kind == ProductKind.FIXED_TERM or terms.product.state != ProductState.ON_SALE:
        raise Conflict("NOT_ON_SALE", "这只产品目前不能用于计划,请选择其他产品。")
    refusal = horizon_refusal(terms.rating, terms.min_holding_days, goal.on, today)
    if refusal:
        raise InvalidInput("E_HORIZON", refusal, fields={"product_id": refusal, "on": refusal})

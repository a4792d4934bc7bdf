"""What the use cases of an order do alike: one move, its audit row."""

from typing import Any

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.lifecycle import Move
from apps.core.moves import move_make

from ..choices import ORDER_LABELS, ORDER_SUBJECT, OrderState
from ..contracts import OrderAnswer
from ..models import Issue, Order
from ..rules.order import ORDER


def order_move(
    order: Order, name: str, action: str, *, issue: Issue, unit_path: str, actor: Actor, now: Moment, **changes: Any
) -> Move:
    """One move with its changes and its audit row. Raises IllegalMove."""
    move = move_make(order, ORDER, name, **changes)
    order_record(order, action, source=move.source, issue=issue, unit_path=unit_path, actor=actor, now=now)
    return move


def order_record(
    order: Order, action: str, *, source: str, issue: Issue, unit_path: str, actor: Actor, now: Moment
) -> None:
    """The audit row of what brought an order from `source` to where it is."""
    audit.record(
        actor=actor,
        action=action,
        subject_kind=ORDER_SUBJECT,
        subject_id=order.pk,
        from_state=source,
        to_state=order.state,
        detail={"issue": issue.reference, "number": order.number, "fen": order.amount_fen, "outcome": order.outcome},
        unit_path=unit_path,
        now=now,
    )


def order_answer(order: Order) -> OrderAnswer:
    return OrderAnswer(order.pk, order.state, ORDER_LABELS[OrderState(order.state)], order.outcome)

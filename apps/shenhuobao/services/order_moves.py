"""What the use cases of an order do alike: one move with its audit row, and giving back what was set aside."""

from typing import Any

from django.db.models import F

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows
from apps.core.lifecycle import Move
from apps.core.moves import move_make
from apps.ledger import api as ledger

from ..choices.order import ORDER_LABELS, ORDER_SUBJECT, OrderKind, OrderState
from ..contracts import OrderAnswer
from ..models import Holding, Order, Product
from ..rules.lives import ORDER


def order_move(order: Order, name: str, action: str, *, actor: Actor, now: Moment, **changes: Any) -> Move:
    """One move with its changes and its audit row. Raises IllegalMove."""
    move = move_make(order, ORDER, name, **changes)
    order_record(order, action, source=move.source, actor=actor, now=now)
    return move


def order_record(order: Order, action: str, *, source: str, actor: Actor, now: Moment, **more: str) -> None:
    """The audit row of what brought an order from `source` to where it is."""
    audit.record(
        actor=actor,
        action=action,
        subject_kind=ORDER_SUBJECT,
        subject_id=order.pk,
        from_state=source,
        to_state=order.state,
        detail={
            "reference": order.reference,
            "kind": order.kind,
            "fen": order.amount_fen,
            "units": None if order.units is None else str(order.units),
            "trade_date": str(order.trade_date),
            "outcome": order.outcome,
            **more,
        },
        unit_path=order.unit_path,
        now=now,
    )


def aside_give_back(order: Order, *, now: Moment) -> None:
    """Gives the money of a purchase, or the units of a redemption or a conversion, back to its person. Locks the
    account of the books or the holding. A hold that a freeze has ended is gone already (AC-9)."""
    if order.kind in (OrderKind.REDEMPTION, OrderKind.CONVERSION):
        mine = Holding.objects.system("units are given back").filter(orders=order)
        (holding,) = lock_rows(mine)
        holding.aside -= order.units  # a redemption has units
        holding.save(update_fields=["aside"])
    elif order.hold_id is not None and not ledger.holds_short({order.hold_id: 0}):
        ledger.release_hold(order.hold_id, now=now)


def quota_give_back(order: Order, fen: int | None = None) -> None:
    """Gives a purchase's room back to its product, whose lock the caller holds; `fen` of it, or all."""
    if order.kind == OrderKind.PURCHASE:
        given = order.amount_fen if fen is None else fen
        Product.objects.filter(pk=order.product_id).update(sold_fen=F("sold_fen") - given)


def order_answer(order: Order) -> OrderAnswer:
    return OrderAnswer(order.pk, order.state, ORDER_LABELS[OrderState(order.state)], order.outcome)

"""The day's orders go to the transfer agent: intent, send, answer, each a commit of its own (the three commits)."""

from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import refuse_transaction, use_case
from apps.core.jobs import Lease
from apps.core.moves import found_locked, move_make

from ..adapters import AGENT, NoAnswer, NotSent
from ..choices.order import DispatchState, OrderKind
from ..models import Dispatch, DividendChoice, Order, Product, Terms
from ..rules.lives import DISPATCH
from .dispatch_make import dispatch_record
from .lease_end import lease_end

TAKEN, UNKNOWN = 200, 404
WAITS = (DispatchState.MADE, DispatchState.IN_DOUBT)


class DispatchRefused(RuntimeError):
    """The agent has understood the dispatch and does not take it: people have to look at it."""


def dispatch_advance(*, lease: Lease, now: Moment) -> None:
    """The job of a dispatch: comes again until the agent has it."""
    state = dispatch_send(dispatch_id=UUID(lease.payload["dispatch_id"]), now=now)
    lease_end(lease=lease, is_done=state not in WAITS, now=now)


def dispatch_send(*, dispatch_id: UUID, now: Moment) -> DispatchState:
    """Sends what is MADE, asks after what is IN_DOUBT, leaves anything else alone; gives where it then stands.

    Must run outside any transaction; opens one of its own. Repeats are safe: the agent knows a dispatch by its
    reference, and one that is in doubt is asked after before it is sent again, always under the same reference. Raises
    DispatchRefused.
    """
    refuse_transaction()
    dispatch = Dispatch.objects.get(pk=dispatch_id)
    if dispatch.state == DispatchState.MADE:
        return _settle(dispatch, "POST", "/v1/dispatches", dispatch_document(dispatch), now)
    if dispatch.state == DispatchState.IN_DOUBT:
        return _settle(dispatch, "GET", f"/v1/dispatches/{dispatch.reference}", None, now)
    return DispatchState(dispatch.state)


def _settle(dispatch: Dispatch, method: str, path: str, body: dict[str, Any] | None, now: Moment) -> DispatchState:
    is_asked = body is None
    try:
        answer = AGENT.exchange(method, path, body)
    except NotSent:
        return DispatchState(dispatch.state)
    except NoAnswer:
        return DispatchState.IN_DOUBT if is_asked else dispatch_note(dispatch_id=dispatch.pk, name="doubt", now=now)
    if answer.status == TAKEN:
        return dispatch_note(dispatch_id=dispatch.pk, name="take", now=now)
    if is_asked and answer.status == UNKNOWN:
        return dispatch_note(dispatch_id=dispatch.pk, name="renew", now=now)
    raise DispatchRefused(f"{dispatch.reference}: {answer.status} {answer.body.get('error')}")


@use_case
def dispatch_note(*, dispatch_id: UUID, name: str, now: Moment) -> DispatchState:
    """Makes the move that the agent's answer means, under the dispatch's lock; who came late changes nothing."""
    dispatch = found_locked(Dispatch.objects.all(), dispatch_id, "没有这份报送。")
    if name not in {move.name for move in DISPATCH.leaving(dispatch.state)}:
        return DispatchState(dispatch.state)
    move = move_make(dispatch, DISPATCH, name, answered_at=now.business_at)
    actor = Actor.system("登记机构应答")
    dispatch_record(dispatch, ACTIONS[name], source=move.source, actor=actor, now=now)
    return DispatchState(dispatch.state)


ACTIONS = {
    "take": "shenhuobao.dispatch.taken",
    "doubt": "shenhuobao.dispatch.doubted",
    "renew": "shenhuobao.dispatch.renewed",
}


def dispatch_document(dispatch: Dispatch) -> dict[str, Any]:
    """What is sent, the same for the same dispatch: references and sums, no name and no number of a person."""
    orders = list(
        Order.objects.system("the dispatch of the day")
        .filter(dispatch=dispatch)
        .select_related("product", "terms", "target", "target_terms")
        .order_by("reference")
    )
    chosen = DividendChoice.objects.system("the dispatch of the day").filter(dispatch=dispatch)
    chosen = chosen.select_related("holding__product").order_by("chosen_at", "pk")
    return {
        "reference": dispatch.reference,
        "agent": dispatch.agent,
        "day": dispatch.on.isoformat(),
        "count": dispatch.count,
        "purchases": dispatch.purchases_fen,
        "redemptions": str(dispatch.redemptions),
        "products": {
            product.code: _terms(product, terms)
            for order in orders
            for product, terms in ((order.product, order.terms), (order.target, order.target_terms))
            if product is not None and terms is not None
        },
        "orders": [_order(order) for order in orders],
        "modes": [_mode(one) for one in chosen],
    }


def _mode(one: DividendChoice) -> dict[str, str]:
    return {"product": one.holding.product.code, "holder": one.holding.person_id.hex, "mode": one.mode}


def _terms(product: Product, terms: Terms) -> dict[str, Any]:
    """Under which the orders of a product were taken. A version that changed during the day changes no fee before its
    own day, so any order's will do."""
    return {
        "kind": product.kind,
        "purchase_fee": str(terms.purchase_fee),
        "redemption_fees": terms.redemption_fees,
    }


def _order(order: Order) -> dict[str, Any]:
    said: dict[str, Any] = {
        "reference": order.reference,
        "kind": order.kind,
        "product": order.product.code,
        "holder": order.person_id.hex,
        "trade_on": order.trade_date.isoformat(),
        "confirm_on": order.confirm_date.isoformat(),
    }
    if order.kind == OrderKind.PURCHASE:
        return said | {"amount": order.amount_fen}
    if order.target is not None:
        said["into"] = order.target.code
    return said | {"units": str(order.units), "cancels_rest": order.cancels_rest}

"""Orders that come to nothing: their holds go back, each person is told (rows 8, 10, 13)."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.outbox import publish
from apps.ledger import api as ledger
from apps.members import api as members

from ..events import OrderMoved
from ..models import Issue, Order
from ..rules.order import RELEASABLE
from .order_moves import order_move

HOLD_ENDED = "LEDGER_HOLD_ENDED"


def orders_release(issue: Issue, outcome: str, *, actor: Actor, now: Moment) -> list[Order]:
    """Releases every order of an issue that holds money, under the issue's lock; gives them.

    Locks the orders, then each account. Needs the caller's transaction; a repeat finds nothing.
    """
    require_transaction()
    rows = Order.objects.system("every order of a locked issue").filter(issue=issue, state__in=RELEASABLE)
    orders = lock_rows(rows)
    release(issue, orders, dict.fromkeys((order.pk for order in orders), outcome), actor=actor, now=now)
    return orders


def release(
    issue: Issue, orders: list[Order], outcomes: Mapping[UUID, str], *, actor: Actor, now: Moment, name: str = "release"
) -> None:
    """Releases locked orders with an outcome each, in ascending account; holds that were lost already are no fault."""
    unit_path = members.enterprise_brief(issue.enterprise_id).unit_path
    for order in sorted(orders, key=lambda one: one.account_ledger_id):
        hold_give_back(order, now=now)
        order_move(
            order, name, "tongxinbao.order.released", issue=issue, unit_path=unit_path, actor=actor, now=now,
            outcome=outcomes[order.pk], allotted_fen=0, ended_at=now.business_at,
        )  # fmt: skip
    publish(*(OrderMoved(order.pk, order.state, order.outcome) for order in orders))


def hold_give_back(order: Order, *, now: Moment) -> None:
    """Gives back what the order's hold still holds; one that a judicial freeze has ended holds nothing (AC-9)."""
    if order.hold_id is None:
        return
    try:
        with transaction.atomic():
            ledger.release_hold(order.hold_id, now=now)
    except ledger.LedgerRefused as refused:
        if refused.code != HOLD_ENDED:
            raise

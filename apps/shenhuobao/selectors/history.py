"""What came into a holding and what left it, day by day: the one place that knows which orders do so."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.core.clock import SHANGHAI
from apps.core.money import Fen

from ..choices.distribution import DISTRIBUTION_KIND_LABELS, DistributionKind, PayoutState
from ..choices.order import ORDER_KIND_LABELS, OrderKind, OrderState
from ..choices.product import TermsState
from ..contracts import UnitMove
from ..models import Order, Payout, Terms
from ..rules.exact import hundredths

FILLED = (OrderState.CONFIRMED, OrderState.PART, OrderState.DONE)
TAKEN_AT_ONCE = (OrderState.HELD, OrderState.SENT_TA, *FILLED)  # of a quick redemption: the units are gone
NOTHING = Decimal(0)


def moves_of(orders: "QuerySet[Order]", payouts: "QuerySet[Payout]") -> dict[UUID, list[UnitMove]]:
    """Of one person's orders and payouts, by product, oldest first. Two queries.

    A purchase counts from its confirmation, with what was paid, its fee included; a redemption on its confirmation, a
    quick one on its own day, both with the gross sum; a dividend and a maturity on their ex-date.
    """
    counts = Q(state__in=FILLED) | Q(kind=OrderKind.QUICK, state__in=TAKEN_AT_ONCE)
    found: dict[UUID, list[UnitMove]] = {}
    for order in orders.filter(counts).order_by("confirm_date", "ordered_at"):
        found.setdefault(order.product_id, []).append(_move(order))
        if order.target_id is not None:
            found.setdefault(order.target_id, []).append(_converted(order))
    for payout in payouts.exclude(state__in=(PayoutState.DISPUTED, PayoutState.VOIDED)).select_related("distribution"):
        found.setdefault(payout.distribution.product_id, []).append(_paid_out(payout))
    for moves in found.values():
        moves.sort(key=lambda move: move.on)
    return found


def _converted(order: Order) -> UnitMove:
    """What came into the target of a conversion, for what the units had brought."""
    said = (ORDER_KIND_LABELS[OrderKind(order.kind)], order.reference, order.target_fee_fen or 0)
    return UnitMove(order.confirm_date, order.target_units or NOTHING, order.filled_fen or 0, *said)


def _paid_out(payout: Payout) -> UnitMove:
    kind = DistributionKind(payout.distribution.kind)
    units = -payout.units if kind == DistributionKind.MATURITY else payout.added
    return UnitMove(payout.distribution.ex_on, units, -payout.cash_fen, DISTRIBUTION_KIND_LABELS[kind])


def _move(order: Order) -> UnitMove:
    said = (ORDER_KIND_LABELS[OrderKind(order.kind)], order.reference, order.fee_fen or 0)
    if order.kind == OrderKind.PURCHASE:
        return UnitMove(order.confirm_date, order.filled_units or NOTHING, order.filled_fen or 0, *said)
    if order.kind == OrderKind.QUICK:
        units = order.units or NOTHING
        return UnitMove(order.ordered_at.astimezone(SHANGHAI).date(), -units, -hundredths(units), *said)
    gross = (order.filled_fen or 0) + (order.fee_fen or 0)
    return UnitMove(order.confirm_date, -(order.filled_units or NOTHING), -gross, *said)


def units_on(moves: Collection[UnitMove], day: date) -> Decimal:
    """What the moves up to a day leave, the day's own among them."""
    return sum((move.units for move in moves if move.on <= day), NOTHING)


def paid_between(moves: Collection[UnitMove], first: date, last: date) -> tuple[Fen, Fen]:
    """What came in and what went out from `first` to `last`, in 分, both above zero."""
    sums = [move.fen for move in moves if first <= move.on <= last]
    return Fen(sum(fen for fen in sums if fen > 0)), Fen(-sum(fen for fen in sums if fen < 0))


def names_of(products: Collection[UUID]) -> Mapping[UUID, str]:
    """As the terms in force name them. One query."""
    rows = Terms.objects.filter(product__in=products, state=TermsState.IN_FORCE)
    return dict(rows.values_list("product_id", "name"))

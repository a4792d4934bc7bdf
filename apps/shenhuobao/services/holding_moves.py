"""How units come to a holding and leave it. The caller holds the holding's lock."""

from datetime import date
from decimal import Decimal

from apps.core.money import half_up

from ..choices.product import ProductKind
from ..models import Holding, Lot, Order
from ..rules import lots as lot_rules
from ..rules.exact import hundredths


def units_in(holding: Holding, units: Decimal, cost_fen: int, *, order: Order, acquired_on: date) -> None:
    """A purchase has been confirmed. Cash-management units are all alike and come without a lot: nothing of them has a
    holding period."""
    holding.units += units
    holding.cost_fen += cost_fen
    holding.save(update_fields=["units", "cost_fen"])
    if units and holding.product.kind != ProductKind.CASH:
        Lot.objects.create(holding=holding, order=order, acquired_on=acquired_on, units=units, units_left=units)


def units_out(holding: Holding, units: Decimal, *, aside: Decimal = Decimal(0)) -> None:
    """Units leave, from the oldest lot on, and their share of the cost with them; `aside` of them were set aside."""
    holding.cost_fen -= half_up(holding.cost_fen * hundredths(units), hundredths(holding.units)) if units else 0
    holding.units -= units
    holding.aside -= aside
    holding.save(update_fields=["units", "aside", "cost_fen"])
    _lots_out(holding, units)


def _lots_out(holding: Holding, units: Decimal) -> None:
    rows = list(Lot.objects.system("a holding's own").filter(holding=holding, units_left__gt=0).order_by("acquired_on"))
    if not rows or not units:
        return
    lots = [lot_rules.Lot(row.units_left, row.acquired_on) for row in rows]
    for part in lot_rules.take(lots, units, max(row.acquired_on for row in rows)):
        row = rows[part.lot]
        row.units_left -= part.units
        row.save(update_fields=["units_left"])

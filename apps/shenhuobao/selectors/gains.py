"""What each day brought: the income of cash-management products as it was credited, of all others what the holding is
worth more than on the last price's day, less what was put in and with what was taken out meanwhile. All whole 分: the
days of a month add up to it, and to what the month's paper says."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from apps.core.actors import Actor

from ..choices.product import ProductKind
from ..contracts import DayGains, UnitMove
from ..models import Holding, Income, Order, Payout, Price
from ..rules import pricing
from .history import moves_of, names_of, units_on

BEFORE = timedelta(days=15)  # no run of days without a price is longer


def gains_of(actor: Actor, first: date, last: date) -> DayGains:
    """From `first` to `last`. Six queries."""
    holdings = {
        pk: (product_id, kind)
        for pk, product_id, kind in Holding.objects.scoped(actor).values_list("pk", "product_id", "product__kind")
    }
    cash = {pk: product_id for pk, (product_id, kind) in holdings.items() if kind == ProductKind.CASH}
    by_price = {product_id for product_id, kind in holdings.values() if kind != ProductKind.CASH}
    found: dict[date, dict[UUID, int]] = {}
    for on, holding_id, fen in _incomes(actor, list(cash), first, last):
        found.setdefault(on, {})[cash[holding_id]] = fen
    if by_price:
        moves = moves_of(Order.objects.scoped(actor), Payout.objects.scoped(actor))
        for product_id, prices in _prices(by_price, first, last).items():
            for on, fen in price_moves(prices, moves.get(product_id, []), first):
                found.setdefault(on, {})[product_id] = fen
    products = {product_id for product_id, _ in holdings.values()}
    return DayGains(found, names_of(products), frozenset(cash.values()))


def _incomes(actor: Actor, holdings: Sequence[UUID], first: date, last: date) -> list[tuple[date, UUID, int]]:
    """The days are named one by one: the table's key begins with the day."""
    if not holdings:
        return []
    days = [first + timedelta(count) for count in range((last - first).days + 1)]
    rows = Income.objects.scoped(actor).filter(on__in=days, holding__in=holdings)
    return list(rows.values_list("on", "holding_id", "income_fen"))


def _prices(products: set[UUID], first: date, last: date) -> dict[UUID, list[tuple[date, Decimal]]]:
    """Oldest first, from the last one before `first` on."""
    rows = Price.objects.filter(product__in=products, on__range=(first - BEFORE, last)).order_by("product", "on")
    found: dict[UUID, list[tuple[date, Decimal]]] = {}
    for product_id, on, nav in rows.values_list("product_id", "on", "nav"):
        found.setdefault(product_id, []).append((on, nav))
    return found


def price_moves(
    prices: Sequence[tuple[date, Decimal]], moves: Sequence[UnitMove], first: date
) -> list[tuple[date, int]]:
    """What each price from `first` on brought. What is bought at the price of T comes on T+1 for what was paid, its fee
    included; what is redeemed at the price of T is there on T and gone on T+1; a dividend leaves with its ex-date."""
    found = []
    for (since, before), (on, nav) in pairwise(prices):
        if on < first:
            continue
        meanwhile = sum(move.fen for move in moves if since < move.on <= on)
        fen = _worth(units_on(moves, on), nav) - _worth(units_on(moves, since), before) - meanwhile
        if fen:
            found.append((on, fen))
    return found


def _worth(units: Decimal, nav: Decimal) -> int:
    return int(pricing.worth(units, nav)) if units > 0 else 0

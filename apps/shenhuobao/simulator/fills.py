"""How the simulated agent fills orders: purchases, what units bring, and the same share for everybody where more is
asked back than a tenth of all units. In fractions and whole numbers of its own, so that it proves something when both
agree."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .payouts import half_up
from .store import Store

Body = dict[str, Any]
Lots = list[tuple[str, int]]  # day, hundredths of a unit; oldest first
TENTH = 10


class Moved:
    """The lots that one dispatch makes and takes, in its order."""

    def __init__(self) -> None:
        self.lots: list[tuple[str, str, str, int]] = []

    def add(self, order: Body, terms: Body, product: str, count: int) -> None:
        """Of cash management no lots are kept: its units are all alike."""
        if count and terms["kind"] != "CASH":
            self.lots.append((order["holder"], product, order["confirm_on"], count))

    def lots_left(self, store: Store, order: Body) -> Lots:
        """What the holder had before the dispatch, less what earlier orders of it have taken."""
        whose = (order["holder"], order["product"])
        gone, left = -sum(count for *of, _, count in self.lots if tuple(of) == whose and count < 0), []
        for day, count in store.lots(*whose):
            used = min(gone, count)
            gone -= used
            left += [(day, count - used)] if count > used else []
        return left


def hundredths(units: str) -> int:
    return int(Fraction(units) * 100)


def bought(fen: int, terms: Body, price: Decimal) -> tuple[int, int]:
    """The net sum of a purchase and its hundredths of a unit."""
    net = half_up(Fraction(fen) / (1 + Fraction(terms["purchase_fee"]) / 100))
    return net, int(net / Fraction(price))


def given_back(lots: Lots, order: Body, terms: Body, price: Fraction, count: int) -> tuple[int, int]:
    """What hundredths of a unit bring in 分, and the fee of it by how long the oldest lots were held."""
    fen = half_up(count * price)
    if terms["kind"] == "CASH":
        return fen, 0
    left, fee, seen = count, 0, 0
    today = date.fromisoformat(order["trade_on"])
    for acquired_on, held in lots:
        part = min(left, held)
        if not part:
            break
        days = (today - date.fromisoformat(acquired_on)).days
        rates = [Fraction(rate) for limit, rate in terms["redemption_fees"] if days < limit]
        worth = half_up((seen + part) * price) - half_up(seen * price)
        fee += half_up(worth * (rates[0] if rates else Fraction(0)) / 100)
        seen, left = seen + part, left - part
    return fen, fee


def shares_of(store: Store, body: Body) -> dict[str, int]:
    """Of products of which more than a tenth is to go on balance: what of each order is met on the day, a tenth of all
    units in all, quick ones first."""
    shares: dict[str, int] = {}
    for code, terms in body["products"].items():
        mine = [order for order in body["orders"] if order["product"] == code]
        prior = store.told_before(code, body["day"])
        back = [order for order in mine if order["kind"] != "PURCHASE"]
        price = Decimal(1)
        fresh = sum(bought(order["amount"], terms, price)[1] for order in mine if order["kind"] == "PURCHASE")
        gone = sum(hundredths(order["units"]) for order in back)
        if prior is None or (gone - fresh) * TENTH <= prior:
            continue
        normal = [order for order in back if order["kind"] != "QUICK"]
        asked = sum(hundredths(order["units"]) for order in normal)
        met = min(asked, max(-(-prior // TENTH) - (gone - asked), 0))
        shares |= _pro_rata(normal, asked, met)
    return shares


def _pro_rata(orders: list[Body], asked: int, met: int) -> dict[str, int]:
    exact = {order["reference"]: Fraction(hundredths(order["units"]) * met, asked) for order in orders}
    shares = {reference: int(share) for reference, share in exact.items()}
    by_rest = sorted(exact, key=lambda one: exact[one] - int(exact[one]), reverse=True)
    for reference in by_rest[: met - sum(shares.values())]:
        shares[reference] += 1
    return shares

"""What the simulated agent pays out: dividends that it was told of, and fixed terms at their maturity. In fractions of
its own, so that it proves something when both agree."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .prices import PLACES, nav_of
from .store import Store

Body = dict[str, Any]


def price_of(store: Store, code: str, day: date) -> Decimal:
    """The formula's value of a unit, less what was paid out of it up to this day."""
    paid = sum(
        (Decimal(one["per_unit"]) for one in store.dividends(code) if one["ex_on"] <= day.isoformat()), Decimal(0)
    )
    return (nav_of(code, day) - paid).quantize(PLACES)


def announced(store: Store, code: str, day: date) -> Body | None:
    """The next dividend of a product, up to its ex-date."""
    coming = [one for one in store.dividends(code) if one["ex_on"] >= day.isoformat()]
    return coming[0] if coming else None


def lines_of(store: Store, code: str, kind: str, day: date) -> Iterable[tuple[Body, int]]:
    """One line for each holder whose units were ordered before `day`, and by how many hundredths its lots grow."""
    price = Fraction(price_of(store, code, day))
    per_unit, record_on = Fraction(0), day.isoformat()
    if kind == "DIVIDEND":
        (said,) = [one for one in store.dividends(code) if one["ex_on"] == day.isoformat()]
        per_unit, record_on = Fraction(said["per_unit"]), said["record_on"]
    for holder, count in store.holders(code, day.isoformat()):
        mode, due = "CASH", half_up(count * price)
        if kind == "DIVIDEND":
            mode, due = store.mode_of(holder, code, record_on), half_up(count * per_unit)
        added = int(due / price) if mode == "REINVEST" else 0
        line = {
            "product": code, "kind": kind, "holder": holder, "mode": mode, "units": text(count),
            "nav": f"{price_of(store, code, day)}", "cash": 0 if mode == "REINVEST" else due, "added": text(added),
        }  # fmt: skip
        yield line, -count if kind == "MATURITY" else added


def text(count: int) -> str:
    """Hundredths as units."""
    return f"{count // 100}.{count % 100:02d}"


def half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))

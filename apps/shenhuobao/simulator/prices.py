"""What the simulated agent's products are worth on a day: a formula of the product's code, in whole numbers.

No memory and no random walk: the same day always has the same price, whoever asks and in whatever order.
"""

import hashlib
from datetime import date
from decimal import Decimal

EPOCH = date(2025, 1, 1)
PLACES = Decimal("0.0001")
# Products that were sold before the agent's first day go on from the price that they had, in ten-thousandths.
GO_ON = {
    "YL2001": (date(2026, 2, 27), 10_237),
    "JH3001": (date(2026, 2, 27), 10_584),
    "YL4001": (date(2026, 2, 27), 11_326),
    "JH2001": (date(2026, 3, 16), 10_000),
}
STARTS = {"JH2001": date(2026, 3, 16)}  # of a fixed term: what is subscribed is worth 1.0000 until the value date


def nav_of(code: str, day: date) -> Decimal:
    """Net asset value with four places: a slow rise of 1 to 4 % a year, and waves around it."""
    day = max(day, STARTS.get(code, day))
    shift = 0
    if code in GO_ON:
        known_on, known = GO_ON[code]
        shift = known - _worth(code, known_on)
    return (_worth(code, day) + shift) * PLACES


def _worth(code: str, day: date) -> int:
    number, seed = (day - EPOCH).days, _seed(code)
    rise = number * (100 + seed % 300) // 365  # ten-thousandths
    wave = _wave(number, 61 + seed % 31, 10 + seed % 40) + _wave(number, 13 + seed % 5, 4 + seed % 12)
    return 10_000 + rise + wave


def income_of(code: str, day: date) -> Decimal:
    """万份收益 of a cash-management product with four places: between 0.40 and 0.62 yuan."""
    number, seed = (day - EPOCH).days, _seed(code)
    return (4_900 + seed % 400 + _wave(number, 90, 600) + _wave(number, 7, 150)) * PLACES


def _wave(number: int, period: int, height: int) -> int:
    """A triangle from -height / 2 to height / 2."""
    half = period // 2
    return height * abs(number % period - half) // half - height // 2


def _seed(code: str) -> int:
    return int.from_bytes(hashlib.sha256(code.encode()).digest()[:4], "big")

"""What the simulated agent's products are worth on a day: a formula of the product's code, in whole numbers.

No memory and no random walk: the same day always has the same price, whoever asks and in whatever order.
"""

import hashlib
from datetime import date
from decimal import Decimal

EPOCH = date(2025, 1, 1)
PLACES = Decimal("0.0001")


def nav_of(code: str, day: date) -> Decimal:
    """Net asset value with four places: a slow rise of 1 to 4 % a year, and waves around it."""
    number, seed = (day - EPOCH).days, _seed(code)
    rise = number * (100 + seed % 300) // 365  # ten-thousandths
    wave = _wave(number, 61 + seed % 31, 10 + seed % 40) + _wave(number, 13 + seed % 5, 4 + seed % 12)
    return (10_000 + rise + wave) * PLACES


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

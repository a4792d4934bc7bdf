"""Whole numbers behind the decimals: 分, hundredths of a unit, ten-thousandths of a yield. Division is exact, or it is
rounded once and by name (G-1). No context of `decimal` can reach in here."""

from decimal import Decimal

from apps.core.money import Fen, half_up

UNIT_PLACES = 2


class RuleFault(ValueError):
    """Figures with which nothing can be computed; `field` is the argument's name, `message` a Chinese sentence."""

    def __init__(self, field: str, message: str, code: str = "E_FIGURES") -> None:
        super().__init__(f"{field}: {message}")
        self.field, self.message, self.code = field, message, code


def whole(value: Decimal, places: int, field: str) -> int:
    """The value as a whole number of its last place. RuleFault when it has more places, or is no number."""
    if not value.is_finite():
        raise RuleFault(field, "请填写一个数字。")
    above, below = value.as_integer_ratio()
    scaled, rest = divmod(above * 10**places, below)
    if rest:
        raise RuleFault(field, f"最多 {places} 位小数。")
    return scaled


def from_whole(number: int, places: int) -> Decimal:
    return Decimal((number < 0, tuple(map(int, str(abs(number)))), -places))


def hundredths(units: Decimal, field: str = "units") -> int:
    return whole(units, UNIT_PLACES, field)


def units_of(count: int) -> Decimal:
    """Hundredths of a unit as units with two places."""
    return from_whole(count, UNIT_PLACES)


def share_of(fen: int, percent: Decimal) -> Fen:
    """So many percent of an amount not below zero, HALF_UP."""
    above, below = percent.as_integer_ratio()
    return Fen(half_up(fen * above, below * 100))

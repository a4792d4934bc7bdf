"""Money: integer 分 inside, yuan only at the edges (forms, files, templates). The one place that rounds.

Never float. Half a 分 rounds up, away from zero, at the moment an amount becomes payable (rule G-1).
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

from .identifiers import half_width, strip_invisible

Fen = NewType("Fen", int)

MAX_FEN = 10**15  # what a single typed amount stays under: 10 万亿 yuan; sums of many still fit BIGINT

_YUAN = re.compile(
    r"[¥￥]? ?(?P<whole>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)(?:\.(?P<part>[0-9]+))? ?元?"
)

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


class MoneyError(ValueError):
    """Text that is no amount. `code` is E_AMOUNT or E_DECIMALS (PY-5), `message` one Chinese sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def to_fen(yuan: Decimal) -> Fen:
    """Yuan to 分, HALF_UP. Raises TypeError for anything but Decimal: a float has already lost what it was."""
    if not isinstance(yuan, Decimal):
        raise TypeError(f"yuan must be Decimal, not {type(yuan).__name__}")
    scaled = yuan * 100
    fen = int(scaled)  # of most amounts the whole of it
    return Fen(fen if fen == scaled else int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP)))


def half_up(dividend: int, divisor: int) -> int:
    """dividend / divisor, neither below zero, as a whole number; half of one rounds up."""
    return (2 * dividend + divisor) // (2 * divisor)


def signed_half_up(dividend: int, divisor: int) -> int:
    """The same for a dividend below zero: half of one goes away from zero."""
    return half_up(dividend, divisor) if dividend >= 0 else -half_up(-dividend, divisor)


def shares(total: int, weights: Sequence[int], step: int = 1) -> tuple[int, ...]:
    """`total` shared by `weights` (the wanted amounts, none below zero) in multiples of `step`; nobody gets more than
    the weight. Shares are cut down, and what is left goes to the largest remainders, then to the lower place. Sum:
    `total`, cut to the step (TX-26, Example 6; WM-11)."""
    whole = sum(weights)
    if not 0 <= total <= whole:
        raise ValueError("there is nothing to share out among more than everybody")
    if not whole:
        return tuple(0 for _ in weights)
    parts = [divmod(total * weight, whole * step) for weight in weights]
    left = total // step - sum(count for count, _ in parts)
    first = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))[:left]
    return tuple((count + (place in first)) * step for place, (count, _) in enumerate(parts))


def parse_yuan(text: str) -> Fen:
    """An amount as people write it (`1,234.50`, `¥1234.5`, `１２３４．５０元`) in 分; zero is an amount, a sign is not.

    Raises MoneyError: E_DECIMALS for more than two decimals (never rounded, PY-3), E_AMOUNT for everything else.
    """
    match = _YUAN.fullmatch(half_width(strip_invisible(text)))
    if match is None:
        raise MoneyError("E_AMOUNT", "金额无法识别,请填写如 1234.50 的数字")
    part = match["part"] or ""
    if len(part) > 2:
        raise MoneyError("E_DECIMALS", "金额最多两位小数")
    fen = int(match["whole"].replace(",", "").replace(" ", "") + part.ljust(2, "0"))
    if fen >= MAX_FEN:
        raise MoneyError("E_AMOUNT", "金额过大")
    return Fen(fen)


def plain_yuan(fen: int) -> str:
    """分 as yuan with two decimals: 123450 → 1234.50. For files and the API."""
    yuan, part = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan}.{part:02d}"


def format_yuan(fen: int) -> str:
    """分 as yuan for people: 123450 → 1,234.50."""
    yuan, part = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{part:02d}"


def in_words(fen: int) -> str:
    """大写 for receipts (PY-12): 100450 → 壹仟零肆元伍角整. Without 人民币 before it. Raises ValueError below zero."""
    if fen < 0:
        raise ValueError("an amount in words is never negative")
    yuan, (jiao, part) = fen // 100, divmod(fen % 100, 10)
    words = _whole_in_words(yuan) + "元" if yuan else ""
    if jiao:
        words += _DIGITS[jiao] + "角"
    if part:
        return words + ("零" if yuan and not jiao else "") + _DIGITS[part] + "分"
    return (words or "零元") + "整"


def _whole_in_words(number: int) -> str:
    for unit, word in _UNITS:
        if number >= unit:
            high, low = divmod(number, unit)
            gap = "零" if 0 < low < unit // 10 else ""  # one 零 for the empty places between what is said
            return _whole_in_words(high) + word + gap + (_whole_in_words(low) if low else "")
    return _DIGITS[number]

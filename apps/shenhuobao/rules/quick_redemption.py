"""快赎: money at once, so much for each person, product and natural day, over all channels (WM-8, AT-15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from apps.core.money import Fen, format_yuan

from .exact import RuleFault
from .trade_days import shanghai


@dataclass(frozen=True, slots=True)
class Quick:
    """One quick redemption of a person out of a product, by whatever channel."""

    at: datetime
    fen: Fen


def room(limit: int, taken: Iterable[Quick], at: datetime) -> Fen:
    """What may still go on the natural day of Shanghai in which `at` lies; at 00:00 all of it again."""
    today = shanghai(at).date()
    return Fen(max(0, limit - sum(one.fen for one in taken if shanghai(one.at).date() == today)))


def check(asked: int, limit: int, taken: Iterable[Quick], at: datetime) -> None:
    """Raises RuleFault QUICK_LIMIT for more than the room; a normal redemption has no such limit."""
    if asked <= 0:
        raise RuleFault("amount", "金额必须大于零。")
    left = room(limit, taken, at)
    if asked > left:
        raise RuleFault("amount", f"今日快赎还可办理 {format_yuan(left)} 元,可改用普通赎回。", "QUICK_LIMIT")

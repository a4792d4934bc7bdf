"""A goal: what it allows, how far one has come, what a month needs. Nothing reckons with a yield (WM-6, WM-13)."""

from datetime import date, timedelta

from apps.core.money import Fen, format_yuan

from ..choices.plan import LEAST_DAYS, LEAST_TARGET, MOST_TARGET, MOST_YEARS, SHORT_DAYS, SHORT_MOST
from .exact import RuleFault

MONTHS = 12


def goal_check(target: int, on: date, today: date) -> None:
    """Raises RuleFault for a sum or a day that is no goal."""
    if not LEAST_TARGET <= target <= MOST_TARGET:
        least, most = format_yuan(Fen(LEAST_TARGET)), format_yuan(Fen(MOST_TARGET))
        raise RuleFault("target", f"目标金额在 {least} 到 {most} 元之间。")
    if not today + timedelta(days=LEAST_DAYS) <= on <= last_day(today):
        raise RuleFault("on", f"目标日期至少在 {LEAST_DAYS} 天以后,不超过 {MOST_YEARS} 年。")


def last_day(today: date) -> date:
    """The last day that a goal may have."""
    return date(today.year + MOST_YEARS, 12, 31)


def horizon_refusal(rating: int, min_holding_days: int, on: date, today: date) -> str:
    """Why a product does not go with a goal on that day, as a sentence; "" when it does. The level of the person is
    another question (`suitability.refusal`)."""
    days = (on - today).days
    if min_holding_days > days:
        return f"这只产品最短持有 {min_holding_days} 天,晚于目标日期。"
    if days < SHORT_DAYS and rating > SHORT_MOST:
        return f"目标日期不满一年,只能选择 R{SHORT_MOST} 及以下的产品。"
    return ""


def months_left(today: date, on: date) -> int:
    """How many monthly payments fit until the day, the first of them now; at least one."""
    months = (on.year - today.year) * MONTHS + on.month - today.month
    return max(months - (on.day < today.day), 1)


def monthly_needed(target: int, saved: int, months: int) -> Fen:
    """What each month has to bring so that the sum is there by payments alone, up to a whole 分."""
    return Fen(-(-max(target - saved, 0) // months))


def percent_done(saved: int, target: int) -> int:
    """Of the sum, whole per cent, never rounded up: 100 is there when all of it is."""
    return max(min(saved * 100 // target, 100), 0)

"""Suitability: what a person may bear, how long that is known, and what may be sold (WM-1 to WM-3, AT-14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ..choices import InvestorLevel, ProductRisk, SaleRefusal
from .exact import RuleFault

BANDS = (20, 40, 60, 80)  # up to which score a person is C1, C2, C3, C4; above the last C5
MOST_SCORE = 100
ELDER_AGE, ELDER_MOST_ONLINE = 65, InvestorLevel.C3
HIGH_RISK = ProductRisk.R4  # and above: online only as agreed in writing; special care for the old
ATTEMPTS_A_DAY, ATTEMPTS_A_YEAR = 2, 8


@dataclass(frozen=True, slots=True)
class Assessed:
    """The assessment that counts: a person's latest."""

    level: InvestorLevel
    on: date


def level_of(score: int, *, accepts_no_loss: bool) -> InvestorLevel:
    """Of a score of 0 to 100. Whoever can accept no loss is C1, whatever the score."""
    if not 0 <= score <= MOST_SCORE:
        raise RuleFault("score", f"得分必须在 0 到 {MOST_SCORE} 之间。")
    if accepts_no_loss:
        return InvestorLevel.C1
    return InvestorLevel(1 + sum(score > band for band in BANDS))


def level_at(level: InvestorLevel, age: int, *, online: bool) -> InvestorLevel:
    """What counts on the day of a sale: online, of somebody who is 65 or older, C3 at most."""
    return min(level, ELDER_MOST_ONLINE) if online and age >= ELDER_AGE else level


def risk_of(issuer: ProductRisk, seller: ProductRisk) -> ProductRisk:
    """Where issuer and seller differ, the higher."""
    return max(issuer, seller)


def suits(level: InvestorLevel, risk: ProductRisk) -> bool:
    """C1 to R1, C2 to R1 and R2, ... C5 to all."""
    return risk <= int(level)


def valid_through(assessed_on: date) -> date:
    """The last day of an assessment's year: of 2026-03-01 it is 2027-02-28. A year after 29 February begins on 1 March,
    so that one ends on the 28th."""
    try:
        anniversary = assessed_on.replace(year=assessed_on.year + 1)
    except ValueError:
        anniversary = date(assessed_on.year + 1, 3, 1)
    return anniversary - timedelta(days=1)


def is_valid(assessed_on: date, day: date) -> bool:
    return assessed_on <= day <= valid_through(assessed_on)


def may_try(attempts: Iterable[date], day: date) -> bool:
    """Whether somebody may be assessed once more on `day`: two a day, eight in twelve months up to it."""
    tried = [one for one in attempts if is_valid(one, day)]
    return len(tried) < ATTEMPTS_A_YEAR and tried.count(day) < ATTEMPTS_A_DAY


def needs_care(age: int, risk: ProductRisk) -> bool:
    """Whether a sale asks for the special care of the old: an extra step, more time, a call afterwards."""
    return age >= ELDER_AGE and risk >= HIGH_RISK


def refusal(
    assessed: Assessed | None, risk: ProductRisk, day: date, *, age: int, online: bool, agreed_online: bool = False
) -> SaleRefusal | None:
    """Why a product is not sold on a business date, or None. Asked at each purchase, and at each run of a plan.

    `agreed_online`: the person and the bank agreed in writing, beforehand, that high risk is sold online.
    """
    if assessed is None:
        return SaleRefusal.NOT_ASSESSED
    if not is_valid(assessed.on, day):
        return SaleRefusal.ASSESSMENT_EXPIRED
    if not suits(level_at(assessed.level, age, online=online), risk):
        return SaleRefusal.ABOVE_LEVEL
    if online and risk >= HIGH_RISK and not agreed_online:
        return SaleRefusal.NOT_AGREED_ONLINE
    return None

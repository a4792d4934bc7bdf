"""Suitability: what a person may bear, how long that is known, and what may be sold (WM-1 to WM-3, AT-14).

A questionnaire is a list of questions, each `{"code", "topic", "text", "options": [{"text", "score", "veto"}]}` (`veto`
where an option has one); answers are the place of the chosen option by the question's code.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..choices import InvestorLevel, ProductRisk, SaleRefusal
from ..choices.suitability import TOPIC_LABELS, Veto
from .exact import RuleFault

BANDS = (20, 40, 60, 80)  # up to which score a person is C1, C2, C3, C4; above the last C5
MOST_SCORE = 100
ELDER_MOST_ONLINE = InvestorLevel.C3
HIGH_RISK = ProductRisk.R4  # and above: online only as agreed in writing
CARE_FROM = ProductRisk.R3  # and above: special care for the old, to whom nothing higher is sold online


@dataclass(frozen=True, slots=True)
class Weighed:
    """What answers come to: `vetoes` say why the level is below that of the score."""

    score: int
    level: InvestorLevel
    vetoes: tuple[Veto, ...]


@dataclass(frozen=True, slots=True)
class Assessed:
    """The assessment that counts: a person's latest."""

    level: InvestorLevel
    on: date


def check_questions(questions: Sequence[Mapping[str, Any]]) -> None:
    """Before two people agree on it: every topic of WM-3, best answers of 100 in all, nobody is asked twice, and
    somewhere one may say that no loss is bearable. Raises RuleFault."""
    codes = [one["code"] for one in questions]
    if len(set(codes)) < len(codes):
        raise RuleFault("questions", "题目编号重复。")
    absent = [label for topic, label in TOPIC_LABELS.items() if topic not in {one["topic"] for one in questions}]
    if absent:
        raise RuleFault("questions", f"问卷缺少内容:{'、'.join(absent)}。")
    scores = [[option["score"] for option in one["options"]] for one in questions]
    if any(len(each) < 2 or min(each) < 0 for each in scores) or sum(map(max, scores)) != MOST_SCORE:
        raise RuleFault("questions", f"每题至少两个选项,各题最高分之和须为 {MOST_SCORE}。")
    if not any(option.get("veto") == Veto.NO_LOSS for one in questions for option in one["options"]):
        raise RuleFault("questions", "问卷须有「不能承受任何损失」的选项。")


def weigh(
    questions: Sequence[Mapping[str, Any]], answers: Mapping[str, int], *, is_elder: bool, online: bool
) -> Weighed:
    """Score, level and vetoes. Every question has one answer; RuleFault with its code as the field."""
    for stranger in answers.keys() - {one["code"] for one in questions}:
        raise RuleFault(stranger, "问卷中没有这道题。")
    chosen = []
    for one in questions:
        place = answers.get(one["code"])
        if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(one["options"]):
            raise RuleFault(one["code"], "请选择一个选项。")
        chosen.append(one["options"][place])
    score = sum(option["score"] for option in chosen)
    no_loss = any(option.get("veto") == Veto.NO_LOSS for option in chosen)
    given, borne = level_of(score, accepts_no_loss=False), level_of(score, accepts_no_loss=no_loss)
    level = level_at(borne, is_elder=is_elder, online=online)
    said = ((Veto.NO_LOSS, borne < given), (Veto.ELDER, level < borne))
    return Weighed(score, level, tuple(veto for veto, lowers in said if lowers))


def level_of(score: int, *, accepts_no_loss: bool) -> InvestorLevel:
    """Of a score of 0 to 100. Whoever can accept no loss is C1, whatever the score."""
    if not 0 <= score <= MOST_SCORE:
        raise RuleFault("score", f"得分必须在 0 到 {MOST_SCORE} 之间。")
    if accepts_no_loss:
        return InvestorLevel.C1
    return InvestorLevel(1 + sum(score > band for band in BANDS))


def level_at(level: InvestorLevel, *, is_elder: bool, online: bool) -> InvestorLevel:
    """What counts on the day of a sale: online, of somebody of the age for care (65), C3 at most."""
    return min(level, ELDER_MOST_ONLINE) if online and is_elder else level


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


def tries_left(attempts: Iterable[date], day: date, *, a_day: int, a_year: int) -> tuple[int, int]:
    """How often somebody may still be assessed on `day`, and in the twelve months up to it."""
    tried = [one for one in attempts if is_valid(one, day)]
    year = max(a_year - len(tried), 0)
    return min(max(a_day - tried.count(day), 0), year), year


def needs_care(risk: ProductRisk, *, is_elder: bool) -> bool:
    """Whether a sale asks for the special care of the old: an extra step, more time, a call afterwards."""
    return is_elder and risk >= CARE_FROM


def refusal(
    assessed: Assessed | None,
    risk: ProductRisk,
    day: date,
    *,
    is_elder: bool,
    online: bool,
    agreed_online: bool = False,
) -> SaleRefusal | None:
    """Why a product is not sold on a business date, or None. Asked at each purchase, and at each run of a plan.

    `agreed_online`: the person and the bank agreed in writing, beforehand, that high risk is sold online.
    """
    if assessed is None:
        return SaleRefusal.NOT_ASSESSED
    if not is_valid(assessed.on, day):
        return SaleRefusal.ASSESSMENT_EXPIRED
    if not suits(level_at(assessed.level, is_elder=is_elder, online=online), risk):
        return SaleRefusal.NOT_SUITABLE
    if online and risk >= HIGH_RISK and not agreed_online:
        return SaleRefusal.BRANCH_ONLY
    return None

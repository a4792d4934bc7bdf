"""What an application must say, and within which bounds (TX-12, TX-20 to TX-24)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from apps.core.money import Fen, format_yuan

from ..choices import (
    DISCLOSURE_LABELS,
    DISCLOSURE_LENGTH,
    PROCEEDS_LABELS,
    TITLE_LENGTH,
    Allotment,
    DayCount,
    Disclosure,
)
from .interest import ScheduleFault, spans
from .words import banned_in


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bank's parameters on a day: 分, days, %."""

    issue_max: int
    asset_share: Decimal
    term_min: int
    term_max: int
    raise_days: int
    person_max: int
    person_share: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """What an enterprise asks for; None and "" are gaps of a draft. 分, % a year, days of Asia/Shanghai."""

    title: str = ""
    scale_fen: int | None = None
    rate: Decimal | None = None
    overdue_rate: Decimal | None = None
    day_count: str = DayCount.ACT_365
    allotment: str = Allotment.FIRST_COME
    open_at: datetime | None = None
    close_at: datetime | None = None
    maturity_date: date | None = None
    interest_dates: tuple[date, ...] = ()
    may_repay_early: bool = True
    may_exit: bool = False
    proceeds: str = ""
    net_assets_fen: int | None = None
    disclosures: tuple[tuple[str, str], ...] = ()


NEEDED = {
    "title": "请填写名称。",
    "scale_fen": "请填写发行规模。",
    "rate": "请填写约定年利率。",
    "open_at": "请选择认购开始时间。",
    "close_at": "请选择认购结束时间。",
    "maturity_date": "请选择到期日。",
    "proceeds": "请选择资金用途。",
    "net_assets_fen": "请填写上一年度经审计的净资产。",
}


def gaps_of(terms: Terms) -> dict[str, str]:
    """What is still missing, by field; nothing for an application that may be submitted."""
    gaps = {field: sentence for field, sentence in NEEDED.items() if getattr(terms, field) in (None, "")}
    said = dict(terms.disclosures)
    return gaps | {one: f"请填写{label}。" for one, label in DISCLOSURE_LABELS.items() if not said.get(one, "").strip()}


def faults_of(terms: Terms, bounds: Bounds, *, outstanding_fen: int, now: datetime) -> dict[str, str]:
    """What is wrong with what is there, by field, a sentence each; gaps are no faults."""
    return _amount_faults(terms, bounds, outstanding_fen) | _time_faults(terms, bounds, now) | _word_faults(terms)


def _amount_faults(terms: Terms, bounds: Bounds, outstanding_fen: int) -> dict[str, str]:
    faults = {}
    if terms.rate is not None and terms.rate <= 0:
        faults["rate"] = "约定年利率必须大于零。"
    if terms.overdue_rate is not None and terms.overdue_rate < 0:
        faults["overdue_rate"] = "逾期利率不能小于零。"
    if terms.scale_fen is None:
        return faults
    if not 0 < terms.scale_fen <= bounds.issue_max:
        faults["scale_fen"] = f"单次发行规模不能超过 {format_yuan(Fen(bounds.issue_max))} 元。"
    elif terms.net_assets_fen is not None:
        most = int(terms.net_assets_fen * bounds.asset_share / 100)
        if outstanding_fen + terms.scale_fen > most:
            faults["scale_fen"] = (
                f"加上未还清和正在募集的 {format_yuan(Fen(outstanding_fen))} 元,超过净资产的 {bounds.asset_share:f}%"
                f"({format_yuan(Fen(most))} 元)。"
            )
    return faults


def _time_faults(terms: Terms, bounds: Bounds, now: datetime) -> dict[str, str]:
    faults = {}
    if terms.open_at is not None and terms.open_at < now:
        faults["open_at"] = "认购开始时间已过。"
    if terms.open_at is not None and terms.close_at is not None:
        if terms.close_at <= terms.open_at:
            faults["close_at"] = "认购结束时间必须晚于开始时间。"
        elif terms.close_at <= now:
            faults["close_at"] = "认购结束时间已过。"
        elif terms.close_at - terms.open_at > timedelta(days=bounds.raise_days):
            faults["close_at"] = f"募集期最长 {bounds.raise_days} 天。"
    if terms.close_at is not None and terms.maturity_date is not None and "close_at" not in faults:
        value_date = terms.close_at.date()
        try:
            spans(value_date, terms.maturity_date, terms.interest_dates)
        except ScheduleFault as fault:
            faults[fault.field] = fault.message
        else:
            term = (terms.maturity_date - value_date).days
            if not bounds.term_min <= term <= bounds.term_max:
                faults["maturity_date"] = f"期限须在 {bounds.term_min} 到 {bounds.term_max} 天之间,现在是 {term} 天。"
    return faults


def _word_faults(terms: Terms) -> dict[str, str]:
    faults = {}
    if len(terms.title) > TITLE_LENGTH:
        faults["title"] = f"名称最多 {TITLE_LENGTH} 字。"
    if terms.proceeds and terms.proceeds not in PROCEEDS_LABELS:
        faults["proceeds"] = "请在列出的用途中选择。"
    if words := list(banned_in(terms.title)):
        faults["title"] = f"名称中不能出现「{'、'.join(words)}」。"
    for one, text in terms.disclosures:
        if one not in DISCLOSURE_LABELS:
            faults["disclosures"] = "披露内容有误,请刷新页面后重新填写。"
        elif len(text) > DISCLOSURE_LENGTH:
            faults[one] = f"{DISCLOSURE_LABELS[Disclosure(one)]}最多 {DISCLOSURE_LENGTH} 字。"
        elif words := list(banned_in(text)):
            faults[one] = f"{DISCLOSURE_LABELS[Disclosure(one)]}中不能出现「{'、'.join(words)}」。"
    return faults

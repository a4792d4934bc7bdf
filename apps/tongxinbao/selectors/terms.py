"""The terms of an issue as they are checked, shown, signed and hashed."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from apps.core import params
from apps.core.calendar import rest_days
from apps.core.clock import SHANGHAI, Moment
from apps.core.idempotency import body_hash
from apps.core.money import Fen, format_yuan

from ..choices import (
    ALLOTMENT_LABELS,
    ASSET_SHARE,
    DAY_COUNT_LABELS,
    ISSUE_MAX,
    LENDER_CAP,
    PERSON_MAX,
    PERSON_SHARE,
    POLICY_MULTIPLE,
    PROCEEDS_LABELS,
    RAISE_DAYS,
    SUGGESTED_SHARE,
    TERM_MAX,
    TERM_MIN,
    Allotment,
    DayCount,
    Proceeds,
)
from ..models import Issue, IssuePaper
from ..models.paper import BEFORE
from ..rules.rate_cap import legal_cap, overdue_rate
from ..rules.terms import Bounds, Terms

SIGNED = (
    "reference", "title", "scale_fen", "rate", "overdue_rate", "day_count", "allotment", "open_at", "close_at",
    "maturity_date", "interest_dates", "may_repay_early", "may_exit", "proceeds", "disclosures", "net_assets_fen",
    "account_id",
)  # fmt: skip
BOUNDS = (ISSUE_MAX, ASSET_SHARE, TERM_MIN, TERM_MAX, RAISE_DAYS, PERSON_MAX, PERSON_SHARE)  # as Bounds has them


def terms_of(issue: Issue) -> Terms:
    return Terms(
        title=issue.title,
        scale_fen=issue.scale_fen,
        rate=issue.rate,
        overdue_rate=issue.overdue_rate,
        day_count=issue.day_count,
        allotment=issue.allotment,
        open_at=_here(issue.open_at),
        close_at=_here(issue.close_at),
        maturity_date=issue.maturity_date,
        interest_dates=interest_dates_of(issue),
        may_repay_early=issue.may_repay_early,
        may_exit=issue.may_exit,
        proceeds=issue.proceeds,
        net_assets_fen=issue.net_assets_fen,
        disclosures=tuple(sorted(issue.disclosures.items())),
    )


def interest_dates_of(issue: Issue) -> tuple[date, ...]:
    """The interest dates before the maturity."""
    return tuple(date.fromisoformat(day) for day in issue.interest_dates)


def measures_on(now: Moment) -> Mapping[str, Any]:
    """Every parameter that an application is held against on the open day, by key. One query."""
    return params.values((*BOUNDS, LENDER_CAP, POLICY_MULTIPLE, SUGGESTED_SHARE), now.business_date)


def bounds_of(known: Mapping[str, Any]) -> Bounds:
    """The bank's bounds, of `measures_on`."""
    return Bounds(*(known[key] for key in BOUNDS))


def rest_days_of(terms: Terms) -> dict[str, str]:
    """The due dates that are no workdays, by field: refused at set-up (TX-24). One query. Raises
    CalendarYearNotLoaded."""
    faults, last = {}, terms.maturity_date
    found = rest_days([*terms.interest_dates, *([last] if last else [])])
    if last in found:
        faults["maturity_date"] = f"{last:%m月%d日}不是工作日,请选择工作日作为到期日。"
    rest = [day for day in terms.interest_dates if day in found]
    if rest:
        faults["interest_dates"] = f"{'、'.join(f'{day:%m月%d日}' for day in rest)}不是工作日,请选择工作日作为付息日。"
    return faults


def content_digest(issue: Issue) -> str:
    """Names exactly what is submitted: every term, every disclosure, every paper."""
    papers = IssuePaper.objects.system("papers of an issue that is at hand").filter(issue=issue, kind__in=BEFORE)
    said = {name: getattr(issue, name) for name in SIGNED}
    return body_hash({"issue": issue.pk, "papers": sorted(papers.values_list("kind", "sha256"))} | said)


def terms_shown(issue: Issue) -> tuple[tuple[str, str], ...]:
    """The terms as people read, approve and sign them; of an issue without gaps."""
    if issue.scale_fen is None or issue.rate is None or issue.open_at is None or issue.close_at is None:
        return ()
    late = overdue_rate_of(issue)
    days = "、".join(f"{day:%Y-%m-%d}" for day in interest_dates_of(issue))
    return (
        ("名称", f"{issue.title}({issue.reference})"),
        ("发行规模", f"¥{format_yuan(Fen(issue.scale_fen))}"),
        ("约定年利率", f"{percent(issue.rate)}%,{DAY_COUNT_LABELS[DayCount(issue.day_count)]},算头不算尾"),
        ("逾期年利率", f"{percent(late)}%" if late is not None else "约定年利率的 1.5 倍,不超过法定上限"),
        ("认购时间", f"{_here(issue.open_at):%Y-%m-%d %H:%M} 至 {_here(issue.close_at):%Y-%m-%d %H:%M}"),
        ("到期日", f"{issue.maturity_date:%Y-%m-%d}"),
        ("还款方式", f"{days} 付息,到期还本付息" if days else "到期一次还本付息"),
        ("分配方式", ALLOTMENT_LABELS[Allotment(issue.allotment)]),
        ("提前还款", "企业可以提前还款,须提前五个工作日通知" if issue.may_repay_early else "企业不提前还款"),
        ("提前收回", "经企业同意可以提前收回" if issue.may_exit else "到期前不能收回"),
        ("资金用途", PROCEEDS_LABELS[Proceeds(issue.proceeds)] if issue.proceeds else ""),
        ("收款和还款账户", issue.account_masked),
    )


def overdue_rate_of(issue: Issue) -> Decimal | None:
    """The rate of overdue interest under the cap of the issue's listing; None before it (TX-26)."""
    if issue.lpr is None or issue.rate is None:
        return issue.overdue_rate
    return overdue_rate(issue.rate, legal_cap(issue.lpr), DayCount(issue.day_count), issue.overdue_rate)


def _here(at: datetime | None) -> datetime | None:
    """In Shanghai, whose day and hour are agreed on; the database gives UTC."""
    return at.astimezone(SHANGHAI) if at else None


def percent(rate: Decimal) -> str:
    """5.4000 as 5.40: two decimals at least, as many as it takes."""
    text = f"{rate:.4f}".rstrip("0")
    return text + "0" * (2 - len(text.split(".")[1]))


def changed(issue: Issue, values: Mapping[str, Any]) -> list[str]:
    """Which fields the values would change."""
    return sorted(name for name, value in values.items() if getattr(issue, name) != value)

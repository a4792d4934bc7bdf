"""What the bank looks at before an issue is listed, each with whether it holds and why (row 4)."""

from collections.abc import Mapping
from typing import Any

from apps.core.clock import Moment
from apps.core.money import Fen, format_yuan
from apps.members.contracts import EnterpriseStatus

from ..choices import LENDER_CAP, POLICY_MULTIPLE, PROCEEDS_LABELS, DayCount, Proceeds
from ..contracts import Screen
from ..models import Issue
from ..rules.terms import faults_of
from ..rules.words import banned_in
from .lenders import Standing, standing_of
from .rate_caps import LprStale, cap_now, rate_fault
from .terms import bounds_of, measures_on, rest_days_of, terms_of

# A beginning that has passed while the bank looked is no fault: the issue then opens at once.
DATES = ("close_at", "maturity_date", "interest_dates")


def screens_of(issue: Issue, now: Moment, standing: Standing | None = None) -> tuple[Screen, ...]:
    """Cap, scale, lenders, proceeds, words, arrears and the enterprise itself, as they are now. Three queries of an
    issue with its enterprise and its standing, one more where a new LPR may be due."""
    known, standing = measures_on(now), standing or standing_of(issue)
    return (
        _cap(issue, now, known),
        *_terms(issue, now, known, standing.outstanding_fen),
        _lenders(standing.lenders, known[LENDER_CAP]),
        _proceeds(issue),
        _standing(issue, standing),
    )


def _cap(issue: Issue, now: Moment, known: Mapping[str, Any]) -> Screen:
    try:
        cap = cap_now(now, known[POLICY_MULTIPLE])
    except LprStale as stale:
        return Screen("利率上限", False, stale.message)
    fault = rate_fault(issue.rate, DayCount(issue.day_count), cap) if issue.rate is not None else ("", "没有填写利率。")
    said = f"LPR {cap.lpr:f}%({cap.published_on:%Y-%m-%d}),法定上限 {cap.legal:f}%,本行上限 {cap.policy:f}%。"
    return Screen("利率上限", fault is None, fault[1] if fault else said)


def _terms(issue: Issue, now: Moment, known: Mapping[str, Any], outstanding: int) -> tuple[Screen, Screen, Screen]:
    terms = terms_of(issue)
    faults = faults_of(terms, bounds_of(known), outstanding_fen=outstanding, now=now.business_at)
    scale = faults.pop("scale_fen", "")
    owed, suggested = format_yuan(Fen(outstanding)), format_yuan(Fen(issue.suggested_fen or 0))
    said = f"未还清和正在募集 {owed} 元,建议规模 {suggested} 元。"
    times = faults | rest_days_of(terms)
    dates = [text for name, text in times.items() if name in DATES]
    words = sorted({word for _, text in terms.disclosures for word in banned_in(text)} | set(banned_in(terms.title)))
    return (
        Screen("规模", not scale, scale or said),
        Screen("期限和日期", not dates, "".join(dates) or "在规定的范围内,都是工作日。"),
        Screen("披露用语", not words, f"出现「{'、'.join(words)}」。" if words else "没有禁用的词语。"),
    )


def _lenders(count: int, most: int) -> Screen:
    return Screen("出借人数", count < most, f"现有出借人 {count} 人,上限 {most} 人。")


def _proceeds(issue: Issue) -> Screen:
    known = issue.proceeds in PROCEEDS_LABELS
    return Screen("资金用途", known, PROCEEDS_LABELS[Proceeds(issue.proceeds)] if known else "没有选择资金用途。")


def _standing(issue: Issue, standing: Standing) -> Screen:
    if issue.enterprise.status != EnterpriseStatus.CERTIFIED:
        return Screen("企业状态", False, "企业不在认证状态。")
    count = standing.in_arrears
    return Screen("企业状态", not count, f"有 {count} 次发行逾期或未还清。" if count else "已认证,没有逾期的发行。")

"""What an application lacks, and what is wrong with it today."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.core.clock import Moment

from ..choices import POLICY_MULTIPLE, DayCount
from ..contracts import Cap
from ..models import Issue
from ..rules.terms import Terms, faults_of, gaps_of
from .lenders import Standing, standing_of
from .rate_caps import LprStale, cap_now, rate_fault
from .terms import bounds_of, measures_on, rest_days_of, terms_of

NEEDED_PAPERS = {"RESOLUTION": "请上传股东会或董事会决议。", "FINANCIALS": "请上传最近一年的财务报表。"}


@dataclass(frozen=True, slots=True)
class Measured:
    """What an application is held against: the parameters of the day (`measures_on`), how the enterprise stands with
    its people, and the cap of the rate where the caller has it."""

    known: Mapping[str, Any]
    standing: Standing
    cap: Cap | None = None


def measured(issue: Issue, now: Moment) -> Measured:
    """Two queries."""
    return Measured(measures_on(now), standing_of(issue))


def faults_now(issue: Issue, terms: Terms, now: Moment, by: Measured | None = None) -> dict[str, str]:
    """What is wrong with the terms today, by field: bounds, words, calendar, and the cap of the rate where it is known
    (a quote that is missing stops the listing, not the writing)."""
    by = by or measured(issue, now)
    bounds, outstanding = bounds_of(by.known), by.standing.outstanding_fen
    faults = faults_of(terms, bounds, outstanding_fen=outstanding, now=now.business_at) | rest_days_of(terms)
    if "rate" in faults or terms.rate is None:
        return faults
    try:
        cap = by.cap or cap_now(now, by.known[POLICY_MULTIPLE])
        fault = rate_fault(terms.rate, DayCount(terms.day_count), cap)
    except LprStale:
        return faults
    return faults | ({"rate": fault[1]} if fault else {})


def wants_of(issue: Issue, kinds: set[str], now: Moment, by: Measured | None = None) -> dict[str, str]:
    """Every gap and fault of an application, by field; `kinds` are those of the papers that lie beside it. Empty: it
    may be submitted."""
    terms = terms_of(issue)
    missing = {kind: sentence for kind, sentence in NEEDED_PAPERS.items() if kind not in kinds}
    account = {} if issue.account_id else {"account_id": "请选择收款和还款账户。"}
    return gaps_of(terms) | faults_now(issue, terms, now, by) | missing | account

"""Filling in a draft, section by section; it can be left and resumed at any time."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountStatus
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput, NotFound

from ..contracts import IssueAnswer
from ..models import Issue
from ..rules.issue import ISSUE
from ..rules.terms import Terms
from ..selectors.gaps import faults_now
from ..selectors.terms import terms_of
from .issue_moves import issue_once, issue_record

FIELDS = frozenset(one.name for one in fields(Terms))
BOUND_TO = {  # what may become wrong by another field
    "net_assets_fen": ("scale_fen",),
    "day_count": ("rate",),
    "open_at": ("close_at",),
    "close_at": ("open_at", "maturity_date", "interest_dates"),
    "maturity_date": ("interest_dates",),
}


@use_case
def issue_save(
    *, issue_id: UUID, values: Mapping[str, Any], key: str, actor: Actor, now: Moment, account_id: UUID | None = None
) -> IssueAnswer:
    """Writes some fields of a draft; `values` by the names of `rules.terms.Terms`, disclosures among them are merged.

    What is wrong with one of them is refused and nothing is written; gaps are allowed until it is submitted. Key:
    (enterprise, person, key). Locks the issue. Raises NotFound (also for a foreign account), IllegalMove for an issue
    that is no draft any more, InvalidInput E_TERMS with the faulty fields, CalendarYearNotLoaded, KeyReused, Busy.
    """
    unknown = set(values) - FIELDS
    if unknown:
        raise ValueError(f"no such terms: {sorted(unknown)}")

    def save(issue: Issue) -> None:
        ISSUE.check(issue.state, "submit")
        terms = replace(terms_of(issue), **_merged(issue, values))
        faults = faults_now(issue, terms, now)
        touched = {one for name in values for one in (name, *BOUND_TO.get(name, ()))} | set(dict(terms.disclosures))
        mine = {name: text for name, text in faults.items() if name in touched}
        if mine:
            raise InvalidInput("E_TERMS", "请修改标出的内容。", fields=mine)
        _write(issue, terms, account_id, actor)
        issue_record(
            issue, "tongxinbao.issue.saved", source=issue.state, actor=actor, now=now,
            detail={"fields": sorted(values) + (["account"] if account_id else [])},
        )  # fmt: skip

    said = {"values": dict(values), "account": account_id}
    return issue_once(verb="save", issue_id=issue_id, key=key, actor=actor, effect=save, **said)


def _merged(issue: Issue, values: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(values)
    if "disclosures" in merged:
        merged["disclosures"] = tuple(sorted((issue.disclosures | dict(merged["disclosures"])).items()))
    return merged


def _write(issue: Issue, terms: Terms, account_id: UUID | None, actor: Actor) -> None:
    for one in fields(Terms):
        value = getattr(terms, one.name)
        if one.name == "interest_dates":
            value = [day.isoformat() for day in value if day != terms.maturity_date]
        setattr(issue, one.name, dict(value) if one.name == "disclosures" else value)
    if account_id is not None:
        found = bankaccounts.account_for_member(actor, account_id)
        if found is None or found[0].status != AccountStatus.NORMAL:
            raise NotFound("没有找到这个账户,请选择本企业状态正常的账户。")
        issue.account_id, issue.account_ledger_id = found[0].id, found[0].ledger_account_id
        issue.account_masked = found[0].masked_number
    issue.save()

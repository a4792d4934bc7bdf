"""Repaid before its day: asked for, agreed to by two more, paid with interest to that very day (rows 14b, 15, 17)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from apps.core.errors import AppError, Conflict, Forbidden, InvalidInput
from apps.ledger import api as ledger
from apps.tongxinbao.models import Due, Issue
from apps.tongxinbao.services.early_ask import early_ask, early_digest
from apps.tongxinbao.services.early_decide import early_decide, early_lapse

from .cast import Stage
from .test_repaying import leave_on_account, lines, payouts, states

JUNE_15 = date(2026, 6, 15)


@pytest.fixture
def lent(stage: Stage) -> Issue:
    """Example 2: 50,000 at 4.80 % from 2026-01-05 to 2026-12-31, which is 360 days; a week before June 15th."""
    issue = stage.lent([50_000_00], on=date(2026, 1, 5), rate=Decimal("4.80"), maturity_date=date(2026, 12, 31))
    stage.turn(date(2026, 6, 5))
    return issue


def ask(stage: Stage, issue: Issue, on: date = JUNE_15, who: str = "checker") -> None:
    stage.signed(early_ask, stage.actor(who), issue_id=issue.pk, on=on, key=stage.key())


def decide(stage: Stage, issue: Issue, who: str, verdict: str = "APPROVE", on: date = JUNE_15, reason: str = "") -> Any:
    return stage.signed(
        early_decide, stage.actor(who), issue_id=issue.pk, verdict=verdict, reason=reason,
        digest=early_digest(issue, on), key=stage.key(),
    )  # fmt: skip


def agreed(stage: Stage, issue: Issue, on: date = JUNE_15) -> Issue:
    ask(stage, issue, on)
    assert decide(stage, issue, "authoriser", on=on).state == "ACTIVE"
    assert decide(stage, issue, "approver", on=on).state == "EARLY_REPAYING"
    return stage.issue(issue.pk)


def test_example_2_is_repaid_on_the_day_that_was_agreed(stage: Stage, lent: Issue) -> None:
    assert agreed(stage, lent).early_on == JUNE_15
    before = stage.balance(stage.house.staff[0])
    stage.morning(date(2026, 6, 12))
    assert payouts(lent) == [], "not a day before"
    stage.morning(JUNE_15)
    issue = stage.issue(lent.pk)
    assert (issue.state, issue.due_on, states(issue)) == ("REPAID", JUNE_15, {"EARLY_REDEEMED"})
    assert lines(issue) == [(50_000_00, 1_058_63, 0, 211_73, 50_846_90)]
    assert payouts(issue) == [("EARLY", JUNE_15, 51_058_63, 211_73, 50_846_90)]
    assert stage.balance(stage.house.staff[0]) - before == 50_846_90


def test_example_2_without_it_comes_back_at_the_end(stage: Stage, lent: Issue) -> None:
    ask(stage, lent)
    decide(stage, lent, "authoriser")
    decide(stage, lent, "approver", "RETURN", reason="经营现金流不足")
    assert (stage.issue(lent.pk).state, stage.issue(lent.pk).early_on) == ("ACTIVE", None)
    stage.morning(JUNE_15)
    assert payouts(lent) == []
    stage.morning(date(2026, 12, 31))
    assert lines(lent) == [(50_000_00, 2_367_12, 0, 473_42, 51_893_70)]


def test_without_the_money_everything_goes_on_as_before(stage: Stage, lent: Issue) -> None:
    agreed(stage, lent)
    leave_on_account(stage, 0)
    stage.morning(JUNE_15)
    assert stage.issue(lent.pk).state == "EARLY_REPAYING", "until midnight the money may come"
    assert "0 次已还清" in stage.midnight()
    issue = stage.issue(lent.pk)
    assert (issue.state, issue.early_on, states(issue)) == ("ACTIVE", None, {"ACTIVE"})
    due = Due.objects.system("test").get(holding__issue=lent)
    assert (due.due_on, due.days, due.interest_fen) == (date(2026, 12, 31), 360, 2_367_12)
    stage.fund(60_000_00)
    stage.morning(date(2026, 12, 31))
    assert lines(lent) == [(50_000_00, 2_367_12, 0, 473_42, 51_893_70)]


def test_interest_that_falls_due_on_that_day_is_paid_alone_where_the_rest_is_not_there(stage: Stage) -> None:
    day = date(2026, 5, 29)
    issue = stage.lent([10_000_00], interest_dates=(day,))
    stage.turn(date(2026, 5, 20))
    agreed(stage, issue, day)
    leave_on_account(stage, 5_000_00)
    stage.morning(day)
    stage.midnight()
    assert (stage.issue(issue.pk).state, [kind for kind, *_ in payouts(issue)]) == ("ACTIVE", ["INTEREST"])
    assert lines(issue)[0][:2] == (0, 130_19), "88 days of 5.40 %"


def test_interest_paid_before_is_not_paid_again(stage: Stage) -> None:
    issue = stage.lent([10_000_00], interest_dates=(date(2026, 5, 29),))
    stage.morning(date(2026, 5, 29))
    stage.turn(date(2026, 6, 5))
    agreed(stage, issue)
    stage.morning(JUNE_15)
    assert [line[1] for number in (1, 2) for line in lines(issue, number)] == [130_19, 25_15]  # 155.34 for 105 days
    assert stage.issue(issue.pk).state == "REPAID"


def refused(deed: Callable[[], object], error: type[AppError]) -> AppError:
    with pytest.raises(error) as raised:
        deed()
    return raised.value


@pytest.mark.parametrize(
    ("on", "what"),
    [
        (date(2026, 6, 11), "2026年06月12日"),  # four workdays
        (date(2026, 6, 13), "不是工作日"),
        (date(2027, 1, 4), "2026年12月31日"),  # after its own day
    ],
)
def test_days_that_are_refused(stage: Stage, lent: Issue, on: date, what: str) -> None:
    fault = refused(lambda: ask(stage, lent, on), InvalidInput)
    assert fault.code == "E_DATE" and what in fault.fields["on"]  # type: ignore[attr-defined]
    assert stage.issue(lent.pk).early_on is None


def test_who_asks_agrees_to_nothing_and_both_have_to(stage: Stage, lent: Issue) -> None:
    ask(stage, lent)
    assert refused(lambda: decide(stage, lent, "approver"), Forbidden), "the enterprise's authoriser comes first"
    both = replace(stage.actor("checker"), roles=stage.actor("authoriser").roles, step_up=True)
    stage.house.operators["both"] = both
    assert refused(lambda: decide(stage, lent, "both"), Forbidden).code == "SAME_PERSON"
    assert refused(lambda: decide(stage, lent, "authoriser", on=date(2026, 6, 16)), Conflict).code == "STALE"
    assert refused(lambda: ask(stage, lent), Conflict).code == "ALREADY_REQUESTED"


def test_lenders_have_their_notice_whenever_the_bank_agrees(stage: Stage, lent: Issue) -> None:
    ask(stage, lent)
    decide(stage, lent, "authoriser")
    stage.turn(date(2026, 6, 9))
    assert refused(lambda: decide(stage, lent, "approver"), Conflict).code == "TOO_LATE"
    assert stage.issue(lent.pk).state == "ACTIVE"


def test_a_contract_that_does_not_allow_it(stage: Stage) -> None:
    issue = stage.lent([10_000_00], may_repay_early=False)
    assert refused(lambda: ask(stage, issue, date(2026, 3, 20)), Conflict).code == "NOT_AGREED"


def test_a_request_that_lapses_is_forgotten(stage: Stage, lent: Issue) -> None:
    ask(stage, lent)
    for _ in range(2):
        with transaction.atomic():
            early_lapse(issue_id=lent.pk, now=stage.now)
        assert stage.issue(lent.pk).early_on is None
    assert ledger.balance(lent.transit_ledger_id or UUID(int=0)) == 0

"""From the draft to the open subscription (rows 1 to 9)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from apps.core.errors import AppError, Conflict, Forbidden, InvalidInput
from apps.tongxinbao.models import LprQuote
from apps.tongxinbao.services.issue_check import issue_check
from apps.tongxinbao.services.issue_decide import issue_decide
from apps.tongxinbao.services.issue_resume import issue_resume
from apps.tongxinbao.services.issue_save import issue_save
from apps.tongxinbao.services.issue_submit import issue_submit
from apps.tongxinbao.services.issue_suspend import issue_suspend

from .cast import Stage, quote, set_parameter


def code(raised: pytest.ExceptionInfo[AppError]) -> str:
    return raised.value.code


def test_an_issue_goes_through_four_people_and_opens_at_its_hour(stage: Stage) -> None:
    issue = stage.issue(stage.open())
    assert issue.state == "SUBSCRIBING"
    assert (
        len({issue.maker_person_id, issue.checker_person_id, issue.reviewer_person_id, issue.approver_person_id}) == 4
    )
    assert (issue.lpr, issue.min_ratio) == (3, 80)
    assert (issue.min_order_fen, issue.step_fen, issue.person_max_fen) == (100_000, 100_000, 20_000_00)


def test_a_draft_with_gaps_is_not_taken_and_each_gap_is_named(stage: Stage) -> None:
    from apps.tongxinbao.services.issue_draft import issue_draft

    maker = stage.actor("maker")
    issue_id = issue_draft(title="备料", key=stage.key(), actor=maker, now=stage.now).issue_id
    with pytest.raises(InvalidInput) as refused:
        issue_submit(issue_id=issue_id, key=stage.key(), actor=maker, now=stage.now)
    assert {"scale_fen", "rate", "maturity_date", "proceeds", "profile", "RESOLUTION", "account_id"} <= set(
        refused.value.fields
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"rate": Decimal("6.01")}, "rate"),  # policy: twice 3.00
        ({"scale_fen": 10_000_000_01}, "scale_fen"),
        ({"maturity_date": date(2026, 8, 30)}, "maturity_date"),  # a Sunday
        ({"maturity_date": date(2026, 3, 10)}, "maturity_date"),  # seven days
        ({"disclosures": (("profile", "保本保息"),)}, "profile"),
        ({"title": "稳赚不赔"}, "title"),
        ({"net_assets_fen": 100_000_00}, "scale_fen"),  # half of it is less than the scale
    ],
)
def test_what_is_wrong_is_refused_by_its_field_and_nothing_is_written(stage: Stage, values: dict, field: str) -> None:
    issue_id = stage.draft()
    before = stage.issue(issue_id)
    with pytest.raises(InvalidInput) as refused:
        issue_save(issue_id=issue_id, values=values, key=stage.key(), actor=stage.actor("maker"), now=stage.now)
    assert field in refused.value.fields
    assert stage.issue(issue_id).title == before.title and stage.issue(issue_id).rate == before.rate


@pytest.mark.parametrize(
    ("rate", "base", "is_taken"),
    [("12.00", "ACT/365", True), ("12.01", "ACT/365", False), ("11.83", "ACT/360", True), ("11.84", "ACT/360", False)],
)
def test_at_04_with_four_times_as_policy(stage: Stage, rate: str, base: str, is_taken: bool) -> None:
    set_parameter("tongxinbao.policy_multiple", "4")
    if is_taken:
        assert stage.draft(rate=Decimal(rate), day_count=base)
        return
    with pytest.raises(InvalidInput) as refused:
        stage.draft(rate=Decimal(rate), day_count=base)
    assert "上限" in refused.value.fields["rate"]


def test_the_maker_is_no_checker_and_the_reviewer_no_approver(stage: Stage) -> None:
    submitted = stage.submitted()
    with pytest.raises(Forbidden) as refused:
        stage.signed(issue_check, stage.actor("twin"), **stage.verdict(submitted))
    assert code(refused) == "SAME_PERSON"
    reviewed = stage.reviewed()
    from dataclasses import replace

    twin = replace(stage.actor("reviewer"), roles=stage.actor("approver").roles)
    with pytest.raises(Forbidden) as refused:
        stage.signed(issue_decide, twin, **stage.verdict(reviewed))
    assert code(refused) == "SAME_PERSON"


def test_a_falling_lpr_stops_the_issue_from_nine_o_clock(stage: Stage) -> None:
    """TX-6: listed at 12.40 under 3.10; from 09:00 of the day of the new quote nothing above 12.00."""
    from datetime import time

    set_parameter("tongxinbao.policy_multiple", "4")
    LprQuote.objects.update(rate=Decimal("3.10"))
    stage.turn(date(2026, 5, 18))
    issue_id = stage.open(rate=Decimal("12.40"), close_at=stage.now.business_at + timedelta(days=10))
    quote(date(2026, 5, 20), "3.00")
    stage.turn(date(2026, 5, 20))
    stage.hour = time(8, 59)
    assert stage.place(issue_id, stage.house.staff[0], 1_000_00).state == "HELD"
    stage.hour = time(9, 0)
    with pytest.raises(Conflict) as refused:
        stage.place(issue_id, stage.house.staff[1], 1_000_00)
    assert code(refused) == "RATE_CAP_EXCEEDED"
    stage.tick()
    assert stage.issue(issue_id).state == "SUSPENDED"


def test_without_the_quote_that_is_due_nothing_is_listed_and_nobody_lends(stage: Stage) -> None:
    issue_id = stage.open(close_at=stage.now.business_at + timedelta(days=25))
    LprQuote.objects.filter(published_on__gt=date(2026, 2, 24)).delete()
    stage.turn(date(2026, 3, 23))
    with pytest.raises(Conflict) as refused:
        stage.place(issue_id, stage.house.staff[0], 1_000_00)
    assert code(refused) == "LPR_STALE"
    stage.tick()
    assert stage.issue(issue_id).state == "SUSPENDED"
    with pytest.raises(Conflict) as refused:
        stage.reviewed(close_at=stage.now.business_at + timedelta(days=3))
    assert code(refused) == "SCREEN"


def test_the_bank_stops_and_lets_go_on(stage: Stage) -> None:
    issue_id, compliance = stage.open(), stage.actor("compliance")
    order = stage.place(issue_id, stage.house.staff[0], 1_000_00)
    issue_suspend(issue_id=issue_id, reason="核实资金用途", key=stage.key(), actor=compliance, now=stage.now)
    with pytest.raises(Conflict) as refused:
        stage.place(issue_id, stage.house.staff[1], 1_000_00)
    assert code(refused) == "NOT_OPEN"
    assert stage.order(order.order_id).state == "HELD"
    issue_resume(issue_id=issue_id, reason="已核实", key=stage.key(), actor=compliance, now=stage.now)
    assert stage.place(issue_id, stage.house.staff[1], 1_000_00).state == "HELD"


def test_the_kill_switch_keeps_new_issues_out_and_listed_ones_shut(stage: Stage) -> None:
    listed = stage.listed()
    set_parameter("tongxinbao.new_issue_enabled", "no")
    stage.turn(stage.day + timedelta(days=1))
    stage.tick()
    assert stage.issue(listed).state == "LISTED"
    with pytest.raises(Conflict) as refused:
        stage.draft()
    assert code(refused) == "NEW_ISSUE_STOPPED"

"""The close, the settlement, and what is lost on the way (rows 9 to 13, Example 6, AT-05, AT-09)."""

from datetime import date, timedelta

import pytest

from apps.core.errors import Conflict
from apps.ledger import api as ledger
from apps.ledger.contracts import HoldKind
from apps.members.models import EmployeeMember
from apps.tongxinbao.models import Due, Holding, Order
from apps.tongxinbao.services.issue_close import allotted

from .cast import Stage, relax, set_parameter


def dues(issue_id: object) -> list[tuple[date, int, int, int]]:
    rows = Due.objects.system("test").filter(holding__issue_id=issue_id).order_by("holding__number", "number")
    return list(rows.values_list("due_on", "days", "principal_fen", "interest_fen"))


def test_example_1_is_settled_to_the_fen(stage: Stage) -> None:
    enterprise = stage.house.payer_balance()
    before = [stage.balance(one) for one in stage.house.staff[:4]]
    issue = stage.lent([10_000_00, 33_333_00, 56_667_00, 1_000_00])
    assert (issue.state, issue.value_date, issue.raised_fen) == ("ACTIVE", date(2026, 3, 2), 101_000_00)
    assert stage.house.payer_balance() == enterprise + 101_000_00
    assert [was - stage.balance(one) for was, one in zip(before, stage.house.staff, strict=False)] == [
        10_000_00, 33_333_00, 56_667_00, 1_000_00
    ]  # fmt: skip
    assert dues(issue.pk) == [
        (date(2026, 8, 31), 182, 10_000_00, 269_26),
        (date(2026, 8, 31), 182, 33_333_00, 897_53),
        (date(2026, 8, 31), 182, 56_667_00, 1_525_82),
        (date(2026, 8, 31), 182, 1_000_00, 26_93),
    ]
    numbers = Holding.objects.system("test").filter(issue=issue).values_list("contract_number", "contract_hash")
    assert len({number for number, _ in numbers}) == len({digest for _, digest in numbers}) == 4


def test_example_6_is_allotted_pro_rata_in_steps(stage: Stage) -> None:
    issue_id = stage.open(scale_fen=1_000_000_00, allotment="PRO_RATA")
    stage.issue(issue_id)
    relax(issue_id)
    issue = stage.issue(issue_id)
    issue.step_fen = 1_000_00
    wanted = [300_000_00, 450_000_00, 500_000_00, 100_000_00]
    assert allotted(issue, wanted) == (222_000_00, 333_000_00, 371_000_00, 74_000_00)


def test_pro_rata_takes_more_than_the_scale_and_gives_the_rest_back(stage: Stage) -> None:
    issue_id = stage.open(scale_fen=10_000_00, allotment="PRO_RATA")
    relax(issue_id)
    for place, fen in enumerate([3_000_00, 4_500_00, 5_000_00, 1_000_00]):
        stage.place(issue_id, stage.house.staff[place], fen)
    issue = stage.close(issue_id)
    orders = Order.objects.system("test").filter(issue=issue).order_by("number")
    assert [(one.allotted_fen, one.state) for one in orders] == [
        (2_222_22, "PART_ALLOTTED"),
        (3_333_33, "PART_ALLOTTED"),
        (3_703_71, "PART_ALLOTTED"),
        (740_74, "PART_ALLOTTED"),
    ]
    assert stage.settle(issue_id).raised_fen == 10_000_00
    for who in stage.house.staff[:4]:
        assert ledger.available(who.ledger_id, now=stage.now) == stage.balance(who)


def test_too_little_raised_fails_and_every_hold_goes_back(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    stage.place(issue_id, who, 20_000_00)  # 20 % of what is wanted, 80 are needed
    issue = stage.close(issue_id)
    assert (issue.state, issue.taken_fen) == ("FAILED", 0)
    assert ledger.available(who.ledger_id, now=stage.now) == stage.balance(who)
    assert Order.objects.system("test").get(issue=issue).outcome == "TOO_LITTLE"


def closed(stage: Stage, amounts: list[int], scale: int):  # type: ignore[no-untyped-def]
    issue_id = stage.open(scale_fen=scale)
    relax(issue_id)
    for who, fen in zip(stage.house.staff, amounts, strict=False):
        stage.place(issue_id, who, fen)
    stage.close(issue_id)
    return issue_id


def leave(stage: Stage, place: int) -> None:
    EmployeeMember.objects.system("test").filter(person_id=stage.house.staff[place].person_id).update(
        status="LEFT", left_on=stage.day
    )


def test_at_09_who_left_before_the_settlement_does_not_lend(stage: Stage) -> None:
    issue_id = closed(stage, [9_000_00, 1_000_00], 10_000_00)
    leave(stage, 1)
    issue = stage.settle(issue_id)
    assert (issue.state, issue.raised_fen) == ("ACTIVE", 9_000_00)
    assert ledger.available(stage.house.staff[1].ledger_id, now=stage.now) == stage.balance(stage.house.staff[1])


def test_at_09_the_minimum_is_looked_at_again(stage: Stage) -> None:
    issue_id = closed(stage, [7_000_00, 3_000_00], 10_000_00)
    leave(stage, 1)
    assert stage.settle(issue_id).state == "FAILED"


def test_a_freeze_in_the_middle_of_the_settlement_drops_that_order_alone(stage: Stage) -> None:
    from apps.tongxinbao.services.issue_settle import issue_settle
    from tests.daifutong.cast import work

    from .cast import clock_at

    issue_id = closed(stage, [9_000_00, 1_000_00], 10_000_00)
    stage.signed(issue_settle, stage.actor("approver"), issue_id=issue_id, key=stage.key())
    frozen = stage.house.staff[1]
    ledger.place_hold(
        key="test.freeze", account_id=frozen.ledger_id, kind=HoldKind.JUDICIAL_FULL, amount=None, subject_kind="court",
        subject_id=issue_id, now=stage.now,
    )  # fmt: skip
    with clock_at(stage):
        work()
    issue = stage.issue(issue_id)
    assert (issue.state, issue.raised_fen, issue.taken_fen) == ("ACTIVE", 9_000_00, 9_000_00)
    orders = Order.objects.system("test").filter(issue=issue).order_by("number")
    assert [(one.state, one.outcome) for one in orders] == [("SETTLED", ""), ("RELEASED", "FROZEN")]
    assert stage.balance(frozen) == 100_000_000


def test_two_orders_of_one_account_are_two_loans(stage: Stage) -> None:
    issue_id, who = stage.open(scale_fen=10_000_00), stage.house.staff[0]
    relax(issue_id)
    for fen in (4_000_00, 6_000_00):
        stage.place(issue_id, who, fen)
    stage.close(issue_id)
    issue = stage.settle(issue_id)
    assert issue.raised_fen == 10_000_00
    assert Holding.objects.system("test").filter(issue=issue, person_id=who.person_id).count() == 2
    assert stage.balance(who) == 100_000_000 - 10_000_00


def test_it_is_too_late_to_settle_on_the_due_date(stage: Stage) -> None:
    issue_id = closed(stage, [10_000_00], 10_000_00)
    stage.turn(date(2026, 8, 31))
    with pytest.raises(Conflict, match="TOO_LATE"):
        stage.settle(issue_id)


def test_a_cap_that_fell_before_the_settlement_releases_every_order(stage: Stage) -> None:
    issue_id = closed(stage, [10_000_00], 10_000_00)
    set_parameter("tongxinbao.policy_multiple", "1")
    issue = stage.settle(issue_id)
    assert issue.state == "FAILED"
    assert Order.objects.system("test").get(issue=issue).outcome == "POLICY_CEILING"


def test_the_close_comes_once_whoever_asks(stage: Stage) -> None:
    issue_id = closed(stage, [10_000_00], 10_000_00)
    before = stage.issue(issue_id).closed_at
    assert stage.close(issue_id).closed_at == before
    stage.turn(stage.day + timedelta(days=1))
    assert stage.close(issue_id).closed_at == before

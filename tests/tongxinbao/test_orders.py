"""Who lends, how much, and how it is taken back (TX-3, TX-7, TX-20, TX-30)."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from apps.bankaccounts.models import BankAccount
from apps.core.errors import AppError, Conflict, InvalidInput, NotFound
from apps.corebank.models import LoanDisbursement
from apps.ledger import api as ledger
from apps.members.models import EmployeeMember

from .cast import Signing, Stage, set_parameter


def refused(stage: Stage, issue_id: UUID, place: int = 0, fen: int = 1_000_00, **changes: object) -> str:
    with pytest.raises(AppError) as caught:
        stage.place(issue_id, stage.house.staff[place], fen, **changes)
    return caught.value.code


def member(stage: Stage, place: int, **changes: object) -> None:
    who = stage.house.staff[place].person_id
    EmployeeMember.objects.system("test").filter(person_id=who).update(**changes)


def test_the_money_is_held_on_the_own_account_and_nowhere_else(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    before = stage.balance(who)
    order = stage.order(stage.place(issue_id, who, 5_000_00).order_id)
    assert (order.state, order.number, order.amount_fen) == ("HELD", 1, 5_000_00)
    assert stage.balance(who) == before
    assert ledger.available(who.ledger_id, now=stage.now) == before - 5_000_00
    assert stage.issue(issue_id).taken_fen == 5_000_00


def test_an_order_is_taken_back_until_the_close_and_never_after(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    first, second = (stage.place(issue_id, who, 1_000_00) for _ in range(2))
    assert stage.withdraw(first.order_id, who).state == "WITHDRAWN"
    assert ledger.available(who.ledger_id, now=stage.now) == stage.balance(who) - 1_000_00
    assert stage.issue(issue_id).taken_fen == 1_000_00
    with pytest.raises(NotFound):
        stage.withdraw(second.order_id, stage.house.staff[1])
    stage.close(issue_id)
    with pytest.raises(Conflict):
        stage.withdraw(second.order_id, who)


@pytest.mark.parametrize("fen", [500_00, 1_500_00, 0])
def test_an_amount_below_the_least_or_between_steps_is_refused(stage: Stage, fen: int) -> None:
    assert refused(stage, stage.open(), fen=fen) == "E_AMOUNT"


def test_each_person_has_a_maximum_over_all_orders(stage: Stage) -> None:
    issue_id = stage.open()  # 20 % of 100,000.00
    stage.place(issue_id, stage.house.staff[0], 15_000_00)
    assert refused(stage, issue_id, fen=6_000_00) == "PERSON_MAX"
    assert stage.place(issue_id, stage.house.staff[0], 5_000_00).state == "HELD"


def test_first_come_first_served_until_it_is_full_and_then_it_closes(stage: Stage) -> None:
    issue_id = stage.open(scale_fen=10_000_00)
    for place in range(4):
        stage.place(issue_id, stage.house.staff[place], 2_000_00)
    stage.place(issue_id, stage.house.staff[4], 1_000_00)
    assert refused(stage, issue_id, 5, 2_000_00) == "FULL"
    stage.place(issue_id, stage.house.staff[5], 1_000_00)
    from tests.daifutong.cast import work

    from .cast import clock_at

    with clock_at(stage):
        work()
    issue = stage.issue(issue_id)
    assert (issue.state, issue.taken_fen) == ("CLOSED", 10_000_00)


def test_who_has_too_little_money_has_an_order_that_failed_and_no_room_is_taken(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    ledger.post(
        key="test.spend", kind="test.spend", summary="花掉", now=stage.now,
        legs=((who.ledger_id, -stage.balance(who)), (ledger.house_account("1003"), stage.balance(who))),
    )  # fmt: skip
    answer = stage.place(issue_id, who, 1_000_00)
    assert (answer.state, answer.outcome) == ("FAILED", "BALANCE")
    assert stage.issue(issue_id).taken_fen == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"is_insured": False}, "NO_INSURANCE"),
        ({"hired_on": date(2026, 1, 1)}, "HIRED_LATE"),
        ({"contract_type": "DISPATCH"}, "NOT_FOUND"),
        ({"contract_type": "INTERN"}, "NOT_FOUND"),
        ({"contract_type": "REHIRED"}, "NOT_FOUND"),
        ({"contract_type": "PART_TIME"}, "NOT_FOUND"),
        ({"status": "LEFT", "left_on": date(2026, 3, 1)}, "NOT_FOUND"),
        ({"status": "SUSPENDED"}, "NOT_FOUND"),
    ],
)
def test_who_may_not_lend_is_refused_and_who_may_not_know_finds_nothing(
    stage: Stage, changes: dict[str, object], code: str
) -> None:
    issue_id = stage.open()
    member(stage, 0, **changes)
    assert refused(stage, issue_id) == code


def test_money_of_a_loan_is_not_lent_on_for_thirty_days(stage: Stage) -> None:
    issue_id, who = stage.open(close_at=stage.now.business_at + timedelta(days=28)), stage.house.staff[0]
    LoanDisbursement.objects.create(
        reference="L1", number_index=BankAccount.objects.system("test").get(pk=who.account_id).number_index,
        paid_on=date(2026, 3, 1), amount=10_000_00, fetched_at=stage.now.wall,
    )  # fmt: skip
    assert refused(stage, issue_id) == "LOAN_FUNDS"
    stage.turn(date(2026, 3, 29))
    assert refused(stage, issue_id) == "LOAN_FUNDS"


def test_own_money_is_declared_and_the_notice_is_read(stage: Stage) -> None:
    issue_id = stage.open()
    assert refused(stage, issue_id, is_own_money=False) == "OWN_MONEY"
    words = stage.signing()
    hasty = Signing(words.risk_hash, words.terms_hash, opened_at=stage.now.wall - timedelta(seconds=9))
    assert refused(stage, issue_id, signing=hasty) == "READ_FIRST"
    assert refused(stage, issue_id, signing=Signing("0" * 64, words.terms_hash, words.opened_at)) == "AGREEMENT_CHANGED"


def test_somebody_elses_account_is_not_there(stage: Stage) -> None:
    issue_id = stage.open()
    assert refused(stage, issue_id, account_id=stage.house.staff[1].account_id) == "NOT_FOUND"


def test_at_06_the_next_lender_is_one_too_many_but_a_second_order_is_not(stage: Stage) -> None:
    issue_id = stage.open()
    set_parameter("tongxinbao.lender_cap", "2")
    for place in (0, 1):
        stage.place(issue_id, stage.house.staff[place], 1_000_00)
    assert refused(stage, issue_id, 2) == "LENDER_CAP"
    assert stage.place(issue_id, stage.house.staff[1], 1_000_00).state == "HELD"


def test_the_same_key_places_one_order_and_with_another_amount_none(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    first = stage.place(issue_id, who, 1_000_00, key="once")
    again = stage.place(issue_id, who, 1_000_00, key="once")
    assert first == again
    assert refused(stage, issue_id, fen=2_000_00, key="once") == "KEY_REUSED"
    assert stage.issue(issue_id).taken_fen == 1_000_00


def test_a_judicial_freeze_ends_the_order_and_frees_its_room(stage: Stage) -> None:
    from apps.ledger.contracts import HoldKind
    from tests.daifutong.cast import work

    from .cast import clock_at

    issue_id, who = stage.open(), stage.house.staff[0]
    order = stage.place(issue_id, who, 1_000_00)
    ledger.place_hold(
        key="test.freeze", account_id=who.ledger_id, kind=HoldKind.JUDICIAL_FULL, amount=None, subject_kind="court",
        subject_id=order.order_id, now=stage.now,
    )  # fmt: skip
    with clock_at(stage):
        work()
    found = stage.order(order.order_id)
    assert (found.state, found.outcome) == ("RELEASED", "FROZEN")
    assert stage.issue(issue_id).taken_fen == 0


def test_no_amount_at_all_is_invalid(stage: Stage) -> None:
    with pytest.raises(InvalidInput):
        stage.place(stage.open(), stage.house.staff[0], -1_000_00)

"""Taking, reserving, committing, giving back, against the database (RC-1, AC-1, AC-2)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from apps.audit.models import AuditRow
from apps.core import sweeps
from apps.core.db import NoTransaction
from apps.core.ids import new_id
from apps.ledger import api as ledger
from apps.risk import api as risk
from apps.risk.contracts import Claim, Dimension, Flow, Grade, LimitExceeded, Subject
from apps.risk.services.reservation_settle import reservations_expire
from tests.ledger.books import funded, opened

from .stage import (
    NOW,
    SOON,
    account,
    claim,
    commit,
    counted,
    everything,
    faults,
    give_back,
    on,
    refused,
    release,
    reserve,
    take,
)

pytestmark = pytest.mark.django_db


def codes(verdicts: list) -> list[str]:
    return ["" if verdict is None else verdict.code for verdict in verdicts]


def test_class_two_spends_six_thousand_transfers_the_rest_and_not_a_cent_more() -> None:
    """AC-1 as the rule book tells it, with the money moving in the same transactions."""
    purse, shop = funded(20_000_00), opened()
    two = account()

    def pay(flow: str, fen: int) -> None:
        with transaction.atomic():
            risk.take(claims=[claim(two, fen, flow)], now=NOW)
            ledger.post(key=str(new_id()), kind="test", summary="测试", legs=[(purse, -fen), (shop, fen)], now=NOW)

    pay(Flow.SPEND, 6_000_00)
    pay(Flow.TRANSFER, 3_999_99)
    with pytest.raises(LimitExceeded) as caught:
        pay(Flow.TRANSFER, 2)
    assert (caught.value.code, caught.value.status, caught.value.refusal.left) == ("LIMIT_DAY", 409, 1)
    assert caught.value.message == "超过II类户非绑定账户转出日累计限额 10,000.00 元,今日还可用 0.01 元。"
    assert ledger.balance(shop) == 9_999_99
    assert counted(two) == (0, 9_999_99, 0, 2)
    assert faults() == []


def test_the_next_day_is_open_again_until_the_year_is_full() -> None:
    two = account()
    for day in range(1, 21):
        assert codes(take(two, 10_000_00, flow=Flow.PAYROLL, now=on(2026, 4, day))) == [""]
    assert codes(take(two, 1, flow=Flow.PAYROLL, now=on(2026, 4, 21))) == ["LIMIT_YEAR"]
    assert codes(take(two, 1, flow=Flow.PAYROLL, now=on(2026, 12, 31))) == ["LIMIT_YEAR"]
    assert codes(take(two, 10_000_00, flow=Flow.PAYROLL, now=on(2027, 1, 1))) == [""]
    assert faults() == []


def test_lines_are_judged_in_their_order() -> None:
    two = account()
    assert codes(take(two, 6_000_00, 4_000_01, 3_999_99, 1, 1)) == ["", "LIMIT_DAY", "", "", "LIMIT_DAY"]
    assert counted(two) == (0, 10_000_00, 0, 3)


def test_a_check_reserves_nothing() -> None:
    two = account()
    lines = [claim(two, 10_000_00), claim(two, 1)]
    for _ in range(2):
        assert list(risk.check(claims=lines, now=NOW)) == [lines[1].key]
    assert counted(two) is None


def test_what_nothing_limits_leaves_no_trace_and_asks_nothing(django_assert_num_queries) -> None:
    one = account(None)
    before = everything()
    with django_assert_num_queries(0):
        assert risk.take_lines(claims=[], now=NOW) == {}
    assert take(one, 99_999_999_99) == [None]
    assert everything() == before


@pytest.mark.parametrize("count", [1, 500])
def test_any_number_of_lines_costs_the_same_queries(django_assert_num_queries, count: int) -> None:
    lines = [claim(account(), 1, Flow.PAYROLL) for _ in range(count)]
    with django_assert_num_queries(6):
        risk.take_lines(claims=lines, now=NOW)


def test_a_rollback_gives_everything_back() -> None:
    two = account()
    before = everything()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        risk.take(claims=[claim(two, 10_000_00)], now=NOW)
        raise ZeroDivisionError
    assert everything() == before
    assert take(two, 10_000_00) == [None]


def test_together_or_not_at_all() -> None:
    two = account()
    with refused("LIMIT_DAY"):
        risk.take(claims=[claim(two, 6_000_00), claim(two, 6_000_00)], now=NOW)
    assert take(two, 10_000_00) == [None]


def test_a_reservation_holds_the_limit_and_its_release_gives_it_back() -> None:
    two = account()
    one = reserve(claim(two, 10_000_00))
    assert counted(two) == (10_000_00, 0, 1, 0)
    assert codes(take(two, 1)) == ["LIMIT_DAY"]
    release(one)
    assert counted(two) == (0, 0, 0, 0)
    assert take(two, 10_000_00) == [None]
    assert faults() == []


@pytest.mark.parametrize(("amount", "used"), [(None, 6_000_00), (1_00, 1_00)])
def test_a_commit_uses_the_whole_or_a_part_and_frees_the_rest(amount: int | None, used: int) -> None:
    two = account()
    commit(reserve(claim(two, 6_000_00)), amount)
    assert counted(two) == (0, used, 0, 1)
    assert counted(two, "YEAR") == (0, used, 0, 1)
    assert codes(take(two, 10_000_00 - used, 1)) == ["", "LIMIT_DAY"]
    assert faults() == []


def test_what_the_books_refuse_or_the_other_bank_sends_back_is_free_again() -> None:
    two = account()
    taken, committed = claim(two, 6_000_00), claim(two, 4_000_00)
    with transaction.atomic():
        risk.take(claims=[taken], now=NOW)
    commit(reserve(committed), 3_000_00)
    give_back(taken, committed, claim(two, 1))  # the last was never counted
    assert counted(two) == counted(two, "YEAR") == (0, 0, 0, 0)
    assert take(two, 10_000_00) == [None]
    assert faults() == []


def test_what_comes_back_on_a_later_day_is_free_on_the_day_it_was_used() -> None:
    two = account()
    one = claim(two, 10_000_00)
    with transaction.atomic():
        risk.take(claims=[one], now=NOW)
    assert take(two, 4_000_00, now=on(2026, 3, 3)) == [None]
    give_back(one, now=on(2026, 3, 3))
    assert counted(two) == (0, 4_000_00, 0, 1)
    assert counted(two, "YEAR") == (0, 4_000_00, 0, 1)


@pytest.mark.parametrize("amount", [0, -1, 6_000_01])
def test_a_commit_of_nothing_or_of_more_is_refused(amount: int) -> None:
    one = reserve(claim(account(), 6_000_00))
    with refused("LIMIT_AMOUNT"):
        commit(one, amount)


def test_a_commit_counts_on_the_day_of_its_reservation() -> None:
    two = account()
    one = reserve(claim(two, 10_000_00))
    commit(one, now=on(2026, 3, 3))
    assert take(two, 10_000_00, now=on(2026, 3, 3)) == [None]
    assert codes(take(two, 1)) == ["LIMIT_DAY"]


def test_unknown_reservations_are_not_found() -> None:
    with refused("NOT_FOUND"):
        commit(claim(account(), 1))
    with refused("NOT_FOUND"):
        release(claim(account(), 1))


def test_a_reservation_without_any_limit_can_still_be_settled() -> None:
    one = reserve(claim(account(None), 5_00))
    commit(one)
    other = reserve(claim(account(None), 5_00))
    release(other)
    assert faults() == []


def test_several_subjects_share_one_claim() -> None:
    two, customer = account(), Subject(Dimension.CUSTOMER, new_id(), Grade.BY_PIN)
    both = Claim(Flow.TRANSFER, new_id(), 1_000_00, (two, customer))
    with transaction.atomic():
        risk.take(claims=[both], now=NOW)
    assert codes(take(customer, 1)) == ["LIMIT_DAY"]
    assert take(two, 9_000_00) == [None]


def test_the_cap_on_a_balance_counts_what_the_books_hold_and_what_is_on_its_way() -> None:
    purse = funded(1_500_00)
    three = account(Grade.CLASS_III, ledger_account_id=purse)
    one = reserve(claim(three, 300_00, Flow.IN_UNBOUND))
    assert codes(take(three, 200_01, 200_00, flow=Flow.IN)) == ["LIMIT_BALANCE", ""]
    release(one)
    shop = opened()
    with transaction.atomic():
        ledger.post(
            key=str(new_id()), kind="test", summary="测试", legs=[(purse, -1_000_00), (shop, 1_000_00)], now=NOW
        )
    assert codes(take(three, 1_500_01, 1_500_00, flow=Flow.IN)) == ["LIMIT_BALANCE", ""]


def test_a_cap_without_its_ledger_account_is_the_callers_fault() -> None:
    with pytest.raises(ValueError, match="needs its ledger account"):
        take(account(Grade.CLASS_III), 1, flow=Flow.IN)


def test_limits_need_a_transaction_of_the_caller(transactional_db: None) -> None:
    for verb in (
        lambda: risk.take_lines(claims=[], now=NOW),
        lambda: risk.take(claims=[], now=NOW),
        lambda: risk.reserve(claims=[], expires_at=SOON, now=NOW),
        lambda: risk.commit(flow=Flow.SPEND, key=new_id(), now=NOW),
        lambda: risk.release(flow=Flow.SPEND, key=new_id(), now=NOW),
        lambda: risk.give_back(flow=Flow.SPEND, keys=[], now=NOW),
        lambda: reservations_expire(now=NOW),
    ):
        with pytest.raises(NoTransaction):
            verb()


def expire(minutes: int) -> int:
    """The round of the relay so many minutes later."""
    return reservations_expire(now=replace(NOW, wall=NOW.wall + timedelta(minutes=minutes)))


def test_a_forgotten_reservation_is_given_back_in_time_and_once() -> None:
    two = account()
    one = reserve(claim(two, 10_000_00))
    assert expire(29) == 0
    assert counted(two) == (10_000_00, 0, 1, 0)
    assert expire(30) == 1
    assert counted(two) == (0, 0, 0, 0)
    assert expire(31) == 0
    release(one)
    assert counted(two) == (0, 0, 0, 0)
    with refused("ILLEGAL_MOVE"):
        commit(one)
    assert AuditRow.objects.system("test").get(action="risk.reservations.expired").detail == {"count": 1}
    assert faults() == []


def test_what_was_settled_in_time_does_not_run_out() -> None:
    two = account()
    commit(reserve(claim(two, 10_000_00)))
    assert expire(40) == 0
    assert counted(two) == (0, 10_000_00, 0, 1)


def test_the_relay_makes_the_round() -> None:
    assert "risk.reservations_expire" in sweeps.names()


@pytest.mark.parametrize(
    ("sql", "state"),
    [
        ("UPDATE risk_limitevent SET used_fen = 0", "EY001"),
        ("DELETE FROM risk_limitevent", "EY001"),
        ("TRUNCATE risk_limitevent", "EY001"),
        ("UPDATE risk_limituse SET used_fen = -1", "23514"),
        ("UPDATE risk_limituse SET reserved_fen = -1", "23514"),
        ("UPDATE risk_reservation SET settled = amount + 1", "23514"),
        ("UPDATE risk_reservation SET state = 'RELEASED'", "23514"),
        ("INSERT INTO risk_limitevent SELECT nextval('risk_limitevent_id_seq'), kind, 0, 0, 0, 0, at, use_id,"
         " reservation_id FROM risk_limitevent LIMIT 1", "23505"),
    ],
)  # fmt: skip
def test_the_database_itself_refuses(sql: str, state: str) -> None:
    take(account(), 1)
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql)
    assert getattr(caught.value.__cause__, "sqlstate", None) == state


def test_the_day_of_a_limit_is_the_business_date_not_the_clock() -> None:
    two = account()
    assert take(two, 10_000_00, now=replace(NOW, wall=NOW.wall + timedelta(days=5))) == [None]
    assert counted(two) is not None
    assert codes(take(two, 1)) == ["LIMIT_DAY"]
    assert NOW.business_date == date(2026, 3, 2)

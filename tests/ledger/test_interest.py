"""Demand interest by daily product (AC-11): exact to the last fraction of a 分, whatever comes late."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from random import Random
from uuid import UUID

import pytest
from django.db import connection, transaction

from apps.core import bankday, clock
from apps.core.errors import Unavailable
from apps.core.models import CloseStep, Parameter
from apps.ledger import api as ledger
from apps.ledger import rules
from apps.ledger.models import Accrual, InterestPaid
from fixtures.reference import on_day

from .books import CLEARING, CORPORATE, PERSONAL, TRANSIT, faults, funded, opened, posted, refused, rows, sqlstate_is
from .days import advance, close_days, cut_off

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
BASE = 360 * 1_000_000
RATE = 500  # ppm: 0.0500 %


def owed(account: UUID) -> tuple[int, int]:
    """(分, carry) by the account's latest row."""
    row = Accrual.objects.filter(account_id=account).order_by("-business_date").first()
    return (row.accrued, row.carry) if row else (0, 0)


def now_posted(*legs: tuple[UUID, int], back: int = 0) -> ledger.Posted:
    now = clock.read()
    return posted(*legs, now=now, value_date=now.business_date - timedelta(days=back))


def rich(fen: int, gl_code: str = PERSONAL) -> UUID:
    """An account with money on it, on whatever day is open."""
    account = opened(gl_code)
    now_posted((ledger.house_account(CLEARING), -fen), (account, fen))
    return account


def set_rate(percent: str, on: date) -> None:
    Parameter.objects.create(
        key="ledger.demand_rate", value=percent, effective_from=on, state="ACTIVE", created_at=clock.wall()
    )


# ---- the arithmetic


def test_the_carry_never_drifts_in_3650_days() -> None:
    """Ten years of random principals, corrections under zero and rates, beside exact fractions."""
    random, carry, fen, exact = Random(11), 0, 0, Fraction()
    with connection.cursor() as cursor:
        for _ in range(3650):
            product, rate = random.randrange(-(10**9), 10**12), random.choice((1, 499, 500, 3500, 27_500))
            n = product * rate + carry
            cursor.execute("SELECT ledger_interest_fen(%s), ledger_interest_carry(%s)", [n, n])
            day, carry = cursor.fetchone()
            fen, exact = fen + day, exact + Fraction(product * rate, BASE)
            assert fen + Fraction(carry, BASE) == exact
            assert 0 <= carry < BASE


@pytest.mark.parametrize(
    ("n", "fen", "carry"),
    [(0, 0, 0), (BASE - 1, 0, BASE - 1), (BASE, 1, 0), (-1, -1, BASE - 1), (-BASE, -1, 0), (-BASE - 1, -2, BASE - 1)],
)
def test_division_rounds_down_also_under_zero(n: int, fen: int, carry: int) -> None:
    assert rows("SELECT ledger_interest_fen(%s), ledger_interest_carry(%s)", n, n) == [(fen, carry)]


@pytest.mark.parametrize(("percent", "ppm"), [("0.0500", 500), ("0.3500", 3500), ("2.7500", 27_500), ("0", 0)])
def test_a_rate_in_percent_is_whole_parts_per_million(percent: str, ppm: int) -> None:
    assert rules.rate_ppm(Decimal(percent)) == ppm


def test_a_rate_finer_than_a_part_per_million_is_refused() -> None:
    with pytest.raises(ValueError, match="four decimals"):
        rules.rate_ppm(Decimal("0.00005"))


def test_interest_is_paid_on_the_21st_of_the_quarters_last_month() -> None:
    year = [date(2026, 1, 1) + timedelta(days=day) for day in range(365)]
    assert [d for d in year if rules.is_interest_day(d)] == [date(2026, month, 21) for month in (3, 6, 9, 12)]


# ---- a day


def test_a_day_earns_on_the_balance_at_its_end_and_posts_one_sum() -> None:
    a, b = funded(36_000_00), funded(100_000_000_00, CORPORATE)
    idle, transit = opened(), funded(500_00, TRANSIT)
    close_days()
    row = Accrual.objects.get(account_id=a)
    assert (row.product, row.rate_ppm, row.fen, row.accrued, row.carry) == (36_000_00, RATE, 5, 5, 0)
    assert owed(b) == (13_888, 320_000_000)
    assert not Accrual.objects.filter(account_id__in=[idle, transit]).exists()
    [(kind, summary, day, fen)] = rows(
        "SELECT j.kind, j.summary, j.business_date, e.amount FROM ledger_journal j JOIN ledger_entry e"
        " ON e.journal_id = j.id WHERE j.idempotency_key = 'close.accrual:2026-03-02' AND e.amount > 0"
    )
    assert (kind, summary, day, fen) == ("close.accrual", "计提活期利息", MONDAY, 13_893)
    assert ledger.balance(ledger.house_account("2231")) == 13_893
    assert ledger.balance(ledger.house_account("6411")) == -13_893
    assert CloseStep.objects.get(job="ledger.interest").report["figures"] == {"holdings": 2, "accrued_fen": 13_893}
    assert faults() == []


def test_what_is_posted_on_the_next_day_earns_nothing_on_this_one() -> None:
    account, house = funded(36_000_00), ledger.house_account(CLEARING)
    cut_off()
    now_posted((account, 36_000_00), (house, -36_000_00))
    close_days(0)
    assert owed(account) == (5, 0)


def test_an_account_that_is_empty_keeps_what_it_is_owed() -> None:
    account, house = funded(36_000_00), ledger.house_account(CLEARING)
    close_days()
    now_posted((account, -36_000_00), (house, 36_000_00))
    close_days(3)
    assert owed(account) == (5, 0)


def test_a_late_correction_earns_and_takes_back_what_it_should() -> None:
    """A wrong credit of the first day is taken back on the fourth as of the first; another comes late, as of then."""
    wrong, late, house = funded(36_000_00), opened(), ledger.house_account(CLEARING)
    close_days(3)
    assert owed(wrong) == (15, 0)
    now_posted((wrong, -36_000_00), (house, 36_000_00), back=3)
    now_posted((late, 36_000_00), (house, -36_000_00), back=3)
    close_days()
    assert owed(wrong) == (0, 0)
    assert owed(late) == (20, 0)
    assert Accrual.objects.get(account_id=wrong, business_date=MONDAY + timedelta(days=3)).fen == -15
    assert faults() == []


def test_the_rate_is_that_of_the_day() -> None:
    account = funded(36_000_00)
    set_rate("0.1000", MONDAY + timedelta(days=1))
    close_days(2)
    assert owed(account) == (15, 0)


def test_a_day_without_a_rate_does_not_close() -> None:
    Parameter.objects.filter(key="ledger.demand_rate").delete()
    funded(100)
    with pytest.raises(Unavailable):
        close_days()
    step = CloseStep.objects.get(job="ledger.interest")
    assert (step.state, "活期存款年利率" in step.fault) == ("FAILED", True)


# ---- the day of settlement


def test_on_the_21st_what_was_earned_through_the_20th_is_paid_and_earns_from_then_on() -> None:
    with on_day(date(2026, 3, 19)):
        a, b, poor = rich(36_000_00), rich(72_000_00, CORPORATE), rich(1_00)
        close_days(2)
        assert [owed(account)[0] for account in (a, b, poor)] == [10, 20, 0]
        close_days()
        paid = dict(InterestPaid.objects.values_list("account_id", "fen"))
        assert paid == {a: 10, b: 20}
        assert [ledger.balance(account) for account in (a, b, poor)] == [36_000_10, 72_000_20, 1_00]
        assert ledger.balance_on(a, date(2026, 3, 20)) == 36_000_00
        assert ledger.balance_on(a, date(2026, 3, 21)) == 36_000_10
        assert Accrual.objects.get(account_id=a, business_date=date(2026, 3, 21)).product == 36_000_10
        assert (owed(a)[0], owed(b)[0]) == (5, 10)
        line = ledger.entries_of(a)[0]
        assert (line.summary, line.kind, line.amount, line.business_date) == (
            "活期利息", "close.interest", 10, date(2026, 3, 21),
        )  # fmt: skip
        assert faults() == []


def test_each_part_of_the_holders_is_paid_once() -> None:
    with on_day(date(2026, 6, 20)):
        accounts = [rich(36_000_00) for _ in range(40)]
        close_days(2)
        parts = CloseStep.objects.filter(job="ledger.interest_pay")
        assert sorted(parts.values_list("partition", flat=True)) == list(range(16))
        assert sum(part.report["figures"]["holders"] for part in parts) == 40
        assert {ledger.balance(account) for account in accounts} == {36_000_05}
        assert faults() == []


# ---- the end of an account (销户结息)


def emptied(account: UUID) -> UUID:
    fen = ledger.balance(account)
    now_posted((account, -fen), (ledger.house_account(CLEARING), fen))
    return account


def closed(account: UUID, to: UUID | None = None) -> int:
    with transaction.atomic():
        return ledger.close_account(account, now=clock.read(), interest_to=to)


def test_an_account_that_closes_is_paid_through_the_day_before_and_then_earns_nothing() -> None:
    with on_day(date(2026, 3, 19)):
        leaving, other = rich(36_000_00), rich(1_00)
        close_days(2)  # the 21st is open, when others are paid at its end
        assert closed(emptied(leaving), other) == 10
        assert (ledger.balance(leaving), ledger.balance(other)) == (0, 1_10)
        lines = [(line.summary, line.amount) for line in reversed(ledger.entries_of(leaving)[:2])]
        assert lines == [("销户结息", 10), ("销户结息", -10)]
        assert InterestPaid.objects.get().fen == 10
        assert faults() == []
        close_days(2)
        assert ledger.balance(leaving) == 0
        assert [owed(leaving), Accrual.objects.filter(account_id=leaving).count()] == [(0, 0), 3]
        assert faults() == []
        assert closed(leaving, other) == 0, "a second time changes nothing"


def test_what_is_owed_needs_somebody_to_get_it() -> None:
    leaving, gone = rich(36_000_00), opened()
    closed(gone)
    close_days()
    emptied(leaving)
    with refused("LEDGER_INTEREST_OWED", ledger.LedgerRefused):
        closed(leaving)
    with refused("LEDGER_CLOSED", ledger.LedgerRefused):
        closed(leaving, gone)
    with refused("LEDGER_NOT_EMPTY", ledger.LedgerRefused):
        closed(leaving, leaving)


def test_an_account_with_a_fraction_only_closes_and_the_fraction_ends_with_it() -> None:
    poor, busy = rich(1_00), rich(36_000_00)
    close_days()
    assert owed(poor) == (0, 50_000)
    assert closed(emptied(poor)) == 0
    close_days(2)
    assert Accrual.objects.filter(account_id=poor).count() == 1
    assert owed(busy)[0] == 15
    assert faults() == []


def test_nothing_closes_while_its_interest_cannot_be_told() -> None:
    """The day before has not counted it; a correction with another value date waits for the day's end; it owes."""
    leaving, corrected, other, house = rich(36_000_00), rich(36_000_00), opened(), ledger.house_account(CLEARING)
    close_days()
    cut_off()
    with refused("LEDGER_INTEREST_OPEN", ledger.LedgerRefused):
        closed(emptied(leaving), other)
    close_days(0)
    assert closed(emptied(leaving), other) == 10
    now_posted((corrected, -36_000_00), (house, 36_000_00), back=2)
    with refused("LEDGER_INTEREST_OPEN", ledger.LedgerRefused):
        closed(corrected, other)
    close_days()
    assert closed(corrected, other) == 0
    assert faults() == []


def test_the_database_closes_no_account_with_interest_owed_nor_on_another_day() -> None:
    leaving, unused = rich(36_000_00), opened()
    close_days()
    emptied(leaving)
    today = clock.read().business_date
    close = "UPDATE ledger_account SET closed_on = %s WHERE id = %s"
    for day, account, state in (
        (today, leaving, "EY036"), (MONDAY, unused, "EY027"), (today + timedelta(days=1), unused, "EY027"),
    ):  # fmt: skip
        with sqlstate_is(state), connection.cursor() as cursor:
            cursor.execute(close, [day, account])
    with sqlstate_is("EY036"), connection.cursor() as cursor:
        cursor.execute("SELECT ledger_close_account(%s, %s)", [leaving, today])


def test_what_was_written_of_interest_stays() -> None:
    funded(36_000_00)
    close_days()
    for sql in ("UPDATE ledger_accrual SET accrued = 9", "DELETE FROM ledger_accrual", "TRUNCATE ledger_interestpaid"):
        with sqlstate_is("EY001"), connection.cursor() as cursor:
            cursor.execute(sql)


# ---- many days


def _ended(account: UUID, other: UUID) -> tuple[UUID, date]:
    """Empties and closes an account, tomorrow when a correction of today must be counted first; gives the day."""
    emptied(account)
    try:
        closed(account, other)
    except ledger.LedgerRefused as refusal:
        assert refusal.code == "LEDGER_INTEREST_OPEN"
        close_days()
        closed(account, other)
    return account, clock.read().business_date


@pytest.mark.parametrize(
    ("seed", "first", "count", "ends"),  # one account ends before the settlement of the 21st of June, one behind it
    [
        pytest.param(1, date(2026, 6, 5), 28, (12, 24), id="28 days"),
        pytest.param(1, date(2026, 5, 1), 60, (35, 55), id="60 days", marks=pytest.mark.slow),
        pytest.param(2, date(2026, 5, 1), 60, (35, 55), id="60 other days", marks=pytest.mark.slow),
    ],
)
def test_whatever_comes_late_the_whole_is_that_of_the_balances_by_value_date(
    seed: int, first: date, count: int, ends: tuple[int, int]
) -> None:
    """Random days over a settlement: Σ earned = Σ over days of the balance that bore interest, exactly."""
    random = Random(seed)
    with on_day(first):
        accounts = [rich(random.randrange(10**6, 10**10)) for _ in range(6)]
        house, ended = ledger.house_account(CLEARING), []
        for number in range(count):
            for _ in range(random.randrange(4)):
                account, fen = random.choice(accounts), random.randrange(1, 10**5)
                sign = random.choice((1, -1))
                since = (clock.read().business_date - first).days
                back = random.randrange(min(since, 20) + 1) if random.random() < 0.3 else 0
                now_posted((account, sign * fen), (house, -sign * fen), back=back)
            if number in ends:
                ended.append(_ended(accounts.pop(), accounts[0]))
            close_days()
        last = clock.read().business_date - timedelta(days=1)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        for account in accounts:
            exact = Fraction(sum(ledger.balance_by_value_date(account, day) for day in days) * RATE, BASE)
            got = sum(InterestPaid.objects.filter(account_id=account).values_list("fen", flat=True))
            fen, carry = owed(account)
            assert got > 0
            assert got + fen + Fraction(carry, BASE) == exact
        for account, day in ended:
            lasted = [first + timedelta(days=number) for number in range((day - first).days)]
            exact = Fraction(sum(ledger.balance_by_value_date(account, day) for day in lasted) * RATE, BASE)
            got = sum(InterestPaid.objects.filter(account_id=account).values_list("fen", flat=True))
            assert got == floor(exact) > 0, "all but the fraction of a 分, which ends with the account"
        assert faults() == []
        assert bankday.closing_day() is None


def test_a_key_of_the_close_is_not_posted_twice() -> None:
    """The step's key refuses a second run; were it forced, the rows of the day refuse it."""
    rich(36_000_00)
    cut_off()
    while not Accrual.objects.exists():
        advance()
    with sqlstate_is("23505"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_daywork (work, day, rate) VALUES ('accrue', %s, 500)", [MONDAY])


def test_principal_under_zero_earns_nothing() -> None:
    """No code with interest may go under zero; were one allowed to, it would earn nothing rather than owe."""
    account = opened()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE ledger_account SET floor = NULL, balance = -100000000 WHERE id = %s", [account])
        cursor.execute("SELECT ledger_accrue_interest(%s, 500)", [MONDAY])
        cursor.execute("SET session_replication_role = origin")
    assert owed(account) == (0, 0)

"""Interest, tax and schedules: the worked examples of domain.md §3.2 to the fen, and a reference of fractions."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from apps.tongxinbao.choices import DayCount
from apps.tongxinbao.rules.interest import ScheduleFault, interest_of, schedule, spans, tax_of

A365, A360 = DayCount.ACT_365, DayCount.ACT_360
VALUE, MATURITY = date(2026, 3, 2), date(2026, 8, 31)


@pytest.mark.parametrize(
    ("principal", "gross", "tax", "net", "paid"),
    [
        (10_000_00, 269_26, 53_85, 215_41, 10_215_41),
        (33_333_00, 897_53, 179_51, 718_02, 34_051_02),
        (56_667_00, 1_525_82, 305_16, 1_220_66, 57_887_66),
        (1_000_00, 26_93, 5_39, 21_54, 1_021_54),
    ],
)
def test_example_1_each_lender(principal: int, gross: int, tax: int, net: int, paid: int) -> None:
    (payment,) = schedule(principal, Decimal("5.40"), A365, VALUE, MATURITY)
    assert (payment.due_on, payment.days) == (MATURITY, 182)
    assert (payment.gross, payment.tax, payment.net, payment.total) == (gross, tax, net, paid)


def test_example_1_together_the_residual_is_the_enterprises() -> None:
    lent = [10_000_00, 33_333_00, 56_667_00, 1_000_00]
    payments = [schedule(fen, Decimal("5.40"), A365, VALUE, MATURITY)[0] for fen in lent]
    assert sum(one.gross for one in payments) == 2_719_54
    assert interest_of(sum(lent), Decimal("5.40"), 182, A365) == 2_719_53
    assert (sum(one.tax for one in payments), sum(one.net for one in payments)) == (543_91, 2_175_63)
    assert sum(one.total for one in payments) == 103_175_63


def test_example_1_on_360_days() -> None:
    lent = [10_000_00, 33_333_00, 56_667_00, 1_000_00]
    gross = [interest_of(fen, Decimal("5.40"), 182, A360) for fen in lent]
    assert gross == [273_00, 909_99, 1_547_01, 27_30]
    assert sum(gross) == 2_757_30


@pytest.mark.parametrize(
    ("last", "days", "gross", "tax", "paid"),
    [(date(2026, 12, 31), 360, 2_367_12, 473_42, 51_893_70), (date(2026, 6, 15), 161, 1_058_63, 211_73, 50_846_90)],
)
def test_example_2_to_the_day_and_early(last: date, days: int, gross: int, tax: int, paid: int) -> None:
    (payment,) = schedule(50_000_00, Decimal("4.80"), A365, date(2026, 1, 5), last)
    assert (payment.days, payment.gross, payment.tax, payment.total) == (days, gross, tax, paid)


def test_example_3_overdue_interest_is_on_principal_alone() -> None:
    due = date(2026, 5, 29)
    interest = interest_of(20_000_00, Decimal(6), (due - date(2025, 12, 1)).days, A365)
    late = interest_of(20_000_00, Decimal(9), (date(2026, 6, 12) - due).days, A365)
    tax = tax_of(interest) + tax_of(late)
    assert (interest, late, tax) == (588_49, 69_04, 131_51)
    assert 20_000_00 + interest + late - tax == 20_526_02


def test_example_4_the_last_instalment_makes_the_sum_right() -> None:
    dates = [date(2026, 4, 15), date(2026, 7, 15), date(2026, 10, 15)]
    payments = schedule(12_345_00, Decimal("4.87"), A365, date(2026, 1, 15), date(2027, 1, 15), dates)
    assert [one.days for one in payments] == [90, 91, 92, 92]
    assert [one.gross for one in payments] == [148_24, 149_89, 151_54, 151_53]
    assert [one.principal for one in payments] == [0, 0, 0, 12_345_00]


def test_a_leap_year_has_a_day_more() -> None:
    assert interest_of(10_000_00, Decimal(4), (date(2029, 1, 1) - date(2028, 1, 1)).days, A365) == 401_10


@pytest.mark.parametrize("dates", [[VALUE], [MATURITY + timedelta(1)], [date(2026, 5, 1)] * 2])
def test_interest_dates_outside_the_term_or_twice_are_refused(dates: list[date]) -> None:
    with pytest.raises(ScheduleFault) as refused:
        spans(VALUE, MATURITY, dates)
    assert refused.value.field == "interest_dates"


def test_a_maturity_that_is_not_after_the_value_date_is_refused() -> None:
    with pytest.raises(ScheduleFault) as refused:
        spans(VALUE, VALUE)
    assert refused.value.field == "maturity_date"


def test_a_rate_with_more_than_four_decimals_is_refused() -> None:
    with pytest.raises(ValueError, match="four decimals"):
        interest_of(1, Decimal("1.00001"), 1, A365)


def _reference(principal: int, rate: str, days: int, base: int) -> int:
    exact = Fraction(principal) * Fraction(rate) / 100 * days / base
    whole = exact.numerator // exact.denominator
    return whole + (exact - whole >= Fraction(1, 2))


def test_ten_thousand_schedules_agree_with_fractions() -> None:
    random, cases = Random(20260302), 0
    for _ in range(10_000):
        principal, rate = random.randrange(1, 10**9), f"{random.randrange(1, 160_000) / 10_000:.4f}"
        term = random.randrange(1, 1_000)
        count, base = random.randrange(0, 5), random.choice([A365, A360])
        dates = sorted(random.sample([VALUE + timedelta(n) for n in range(1, term)], min(count, max(term - 1, 0))))
        last = VALUE + timedelta(term)
        payments = schedule(principal, Decimal(rate), base, VALUE, last, dates)
        expected = [
            _reference(principal, rate, (day - before).days, int(base[-3:]))
            for before, day in zip([VALUE, *dates], dates, strict=False)
        ]
        expected.append(_reference(principal, rate, term, int(base[-3:])) - sum(expected))
        assert [one.gross for one in payments] == expected
        assert [one.tax for one in payments] == [_reference(gross, "20", 1, 1) for gross in expected if gross >= 0]
        assert sum(one.principal for one in payments) == principal
        cases += 1
    print(f"{cases} schedules agree with fractions")

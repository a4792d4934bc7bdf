"""Purchase, redemption, management fee (WM-10), dividends (WM-12): the worked figures, and that nothing vanishes."""

import random
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest

from apps.core.clock import SHANGHAI
from apps.shenhuobao.choices import DividendMode
from apps.shenhuobao.rules.dividends import Chosen, dividend, mode_at
from apps.shenhuobao.rules.exact import RuleFault
from apps.shenhuobao.rules.pricing import (
    Redemption,
    management_fee_of_day,
    purchase,
    redemption,
    redemption_in_parts,
    worth,
)

from .market import rounded, text

CASES = 12_000


def test_the_purchase_of_the_rule_book() -> None:
    bought = purchase(50_000_00, Decimal("0.30"), Decimal("1.0237"))
    assert (bought.net, bought.fee, str(bought.units)) == (49_850_45, 149_55, "48696.34")


def test_the_redemption_of_the_rule_book() -> None:
    back = redemption(Decimal(20_000), Decimal("0.10"), Decimal("1.0312"))
    assert (back.gross, back.fee, back.net) == (20_624_00, 20_62, 20_603_38)


def test_the_management_fee_of_the_rule_book() -> None:
    assert management_fee_of_day(10_000_000_00, Decimal("0.20")) == 54_79


@pytest.mark.parametrize(
    ("amount", "rate", "nav", "field"),
    [
        (0, "0.30", "1.0237", "amount"), (-1, "0.30", "1.0237", "amount"), (1, "-0.01", "1.0237", "fee_rate"),
        (1, "100.0001", "1.0237", "fee_rate"), (1, "0.30001", "1.0237", "fee_rate"), (1, "0.30", "0", "nav"),
        (1, "0.30", "-1", "nav"), (1, "0.30", "1.02371", "nav"), (1, "NaN", "1", "fee_rate"),
        (1, "1", "Infinity", "nav"),
    ],
)  # fmt: skip
def test_what_cannot_be_bought(amount: int, rate: str, nav: str, field: str) -> None:
    with pytest.raises(RuleFault) as refused:
        purchase(amount, Decimal(rate), Decimal(nav))
    assert refused.value.field == field


def test_twelve_thousand_purchases_and_redemptions_agree_with_fractions(capsys: pytest.CaptureFixture[str]) -> None:
    """And of each purchase: amount = net + fee; the units are worth the net, less than a hundredth of a unit below."""
    draw, agreed = random.Random(10), 0
    for _ in range(CASES):
        fen, rate = draw.randrange(1, 10 ** draw.randrange(1, 15)), text(draw.randrange(10 ** draw.randrange(1, 7)), 4)
        nav = text(draw.randrange(1, 10 ** draw.randrange(1, 8)), 4)
        bought = purchase(fen, Decimal(rate), Decimal(nav))
        net = rounded(Fraction(fen) / (1 + Fraction(rate) / 100))
        assert (bought.net, bought.fee) == (net, fen - net)
        assert bought.units * 100 == floor(net / Fraction(nav))
        assert 0 <= net - Fraction(bought.units) * 100 * Fraction(nav) < Fraction(nav)
        back = redemption(units := Decimal(text(fen, 2)), Decimal(rate), Decimal(nav))
        gross = rounded(Fraction(units) * Fraction(nav) * 100)
        fee = rounded(gross * Fraction(rate) / 100)
        assert back == Redemption(units, gross, fee)
        assert back.fee + back.net == back.gross
        agreed += 1
    with capsys.disabled():
        print(f"\npricing: {agreed:,} of {CASES:,} random purchases and redemptions agree with fractions.Fraction")


def test_parts_add_up_to_the_whole() -> None:
    draw = random.Random(11)
    for _ in range(2_000):
        nav = Decimal(text(draw.randrange(1, 50_000), 4))
        counts = [draw.randrange(1, 10 ** draw.randrange(1, 10)) for _ in range(draw.randrange(1, 8))]
        parts = [(Decimal(text(count, 2)), Decimal(draw.choice(("0", "0.5", "1.5")))) for count in counts]
        back = redemption_in_parts(parts, nav)
        assert sum(one.gross for one in back) == worth(Decimal(text(sum(counts), 2)), nav)
        assert [one.fee for one in back] == [
            rounded(one.gross * Fraction(rate) / 100) for one, (_, rate) in zip(back, parts, strict=True)
        ]


RECORD = date(2026, 3, 6)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=SHANGHAI)


def test_the_last_choice_before_the_record_date_s_cut_off_wins() -> None:
    cash, again = DividendMode.CASH, DividendMode.REINVEST
    assert mode_at([], RECORD) == cash
    assert mode_at([], RECORD, again) == again
    assert mode_at([Chosen(at("06 14:59:59.999999"), again)], RECORD) == again
    assert mode_at([Chosen(at("06 15:00:00"), again)], RECORD) == cash
    assert mode_at([Chosen(at("05 10:00"), again), Chosen(at("04 10:00"), cash)], RECORD) == again
    assert mode_at([Chosen(at("05 10:00"), again), Chosen(at("05 10:00"), cash)], RECORD) == cash


def test_a_dividend_is_money_or_units() -> None:
    units, each, nav = Decimal("48696.34"), Decimal("0.0123"), Decimal("1.0114")
    in_cash = dividend(units, each, DividendMode.CASH, nav)
    assert (in_cash.due, in_cash.cash, str(in_cash.units)) == (598_96, 598_96, "0.00")
    again = dividend(units, each, DividendMode.REINVEST, nav)
    assert (again.due, again.cash, str(again.units)) == (598_96, 0, "592.20")


def test_of_a_dividend_nothing_vanishes_but_less_than_a_hundredth_of_a_unit() -> None:
    draw = random.Random(12)
    for _ in range(5_000):
        units, each = Decimal(text(draw.randrange(10**9), 2)), Decimal(text(draw.randrange(1, 10**6), 6))
        nav = Decimal(text(draw.randrange(1, 10**6), 4))
        again = dividend(units, each, DividendMode.REINVEST, nav)
        assert again.due == rounded(Fraction(units) * Fraction(each) * 100)
        assert 0 <= again.due - Fraction(again.units) * 100 * Fraction(nav) < Fraction(nav)
        in_cash = dividend(units, each, DividendMode.CASH, nav)
        assert (in_cash.due, in_cash.cash, in_cash.units) == (again.due, again.due, 0)

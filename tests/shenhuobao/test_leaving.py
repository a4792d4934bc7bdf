"""Units on their way out: FIFO lots (WM-10), quick redemption (WM-8, AT-15), large redemption (WM-11)."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest

from apps.core.clock import SHANGHAI
from apps.core.money import Fen
from apps.shenhuobao.rules import large_redemption, quick_redemption
from apps.shenhuobao.rules.exact import RuleFault
from apps.shenhuobao.rules.large_redemption import Asked, fill, is_large, least_fill
from apps.shenhuobao.rules.lots import Lot, Part, Tier, fee_rate_at, redeemable, take
from apps.shenhuobao.rules.quick_redemption import Quick

from .market import text

TIERS = (Tier(7, Decimal("1.50")), Tier(30, Decimal("0.50")))
DAY = date(2026, 3, 31)
TEN = Decimal(10)


def ago(days: int, units: str) -> Lot:
    return Lot(Decimal(units), DAY - timedelta(days))


def test_the_oldest_lot_goes_first_each_at_its_fee() -> None:
    lots = [ago(6, "100.00"), ago(30, "50.50"), ago(29, "10.00"), ago(7, "1.00")]
    assert take(lots, Decimal("61.00"), DAY, tiers=TIERS) == (
        Part(1, Decimal("50.50"), 30, Decimal(0)),
        Part(2, Decimal("10.00"), 29, Decimal("0.50")),
        Part(3, Decimal("0.50"), 7, Decimal("0.50")),
    )
    assert take(lots, Decimal("161.50"), DAY, tiers=TIERS)[-1] == Part(0, Decimal("100.00"), 6, Decimal("1.50"))


def test_of_one_day_the_order_of_the_list() -> None:
    assert [part.lot for part in take([ago(1, "1"), ago(2, "1"), ago(2, "1")], Decimal(3), DAY)] == [1, 2, 0]


def test_what_is_too_young_stays() -> None:
    lots = [ago(14, "10.00"), ago(13, "90.00")]
    assert redeemable(lots, DAY, 14) == 10
    assert take(lots, Decimal("10.00"), DAY, least_days=14)[0].units == 10
    for units, code in (("10.01", "MIN_HOLDING"), ("100.01", "UNITS_SHORT"), ("0", "E_FIGURES"), ("-1", "E_FIGURES")):
        with pytest.raises(RuleFault) as refused:
            take(lots, Decimal(units), DAY, least_days=14)
        assert (refused.value.field, refused.value.code) == ("units", code)
    assert redeemable([ago(-1, "5")], DAY) == 0, "units of tomorrow are not there yet"


def test_no_tier_no_fee() -> None:
    assert fee_rate_at((), 3) == 0
    assert [fee_rate_at(TIERS, days) for days in (0, 6, 7, 29, 30, 900)] == [
        Decimal(rate) for rate in ("1.50", "1.50", "0.50", "0.50", "0", "0")
    ]


def test_over_3650_days_no_unit_of_any_lot_appears_or_vanishes() -> None:
    draw = random.Random(13)
    lots: list[Lot] = []
    bought = gone = Decimal(0)
    for day in (DAY + timedelta(n) for n in range(3_650)):
        if draw.random() < 0.3:
            lots.append(Lot(Decimal(text(draw.randrange(1, 10**7), 2)), day))
            bought += lots[-1].units
        free = redeemable(lots, day, 14)
        if free and draw.random() < 0.2:
            units = Decimal(text(draw.randrange(1, int(free * 100) + 1), 2))
            parts = take(lots, units, day, least_days=14, tiers=TIERS)
            assert sum(part.units for part in parts) == units
            assert [part.held_days for part in parts] == sorted((part.held_days for part in parts), reverse=True)
            for part in parts:
                assert 0 < part.units <= lots[part.lot].units
                assert part.held_days >= 14
                lots[part.lot] = Lot(lots[part.lot].units - part.units, lots[part.lot].acquired_on)
            lots, gone = [lot for lot in lots if lot.units], gone + units
        assert sum(lot.units for lot in lots) == bought - gone
    assert gone > 0


LIMIT = 10_000_00
EVENING = datetime(2026, 3, 2, 23, 59, 59, 999999, tzinfo=SHANGHAI)
MIDNIGHT = datetime(2026, 3, 3, tzinfo=SHANGHAI)


def test_ten_thousand_a_day_and_not_a_fen_more() -> None:
    """AT-15. What another product gave is not in the list that is handed in."""
    taken = [Quick(EVENING - timedelta(hours=5), Fen(6_000_00))]
    quick_redemption.check(4_000_00, LIMIT, taken, EVENING)
    taken.append(Quick((EVENING - timedelta(hours=1)).astimezone(UTC), Fen(4_000_00)))
    with pytest.raises(RuleFault) as refused:
        quick_redemption.check(1, LIMIT, taken, EVENING)
    assert (refused.value.field, refused.value.code) == ("amount", "QUICK_LIMIT")
    quick_redemption.check(LIMIT, LIMIT, [], EVENING)
    quick_redemption.check(LIMIT, LIMIT, taken, MIDNIGHT)
    assert quick_redemption.room(LIMIT, taken, EVENING.astimezone(UTC)) == 0
    assert quick_redemption.room(LIMIT, taken, MIDNIGHT) == LIMIT
    for nothing in (0, -1):
        with pytest.raises(RuleFault):
            quick_redemption.check(nothing, LIMIT, [], EVENING)


def test_more_than_ten_percent_net_is_large() -> None:
    prior = Decimal("1000000.00")
    assert not is_large(prior, Decimal("100000.00"), Decimal(0), TEN)
    assert is_large(prior, Decimal("100000.01"), Decimal(0), TEN)
    assert not is_large(prior, Decimal("150000.00"), Decimal("50000.00"), TEN)
    assert is_large(prior, Decimal("150000.00"), Decimal("49999.99"), TEN)


def test_the_large_redemption_of_the_rule_book() -> None:
    prior = Decimal("1000000.00")
    asked = [Asked(Decimal("90000.00")), Asked(Decimal("45000.00"), cancels_rest=True), Asked(Decimal("15000.00"))]
    least = least_fill(prior, asked, TEN)
    assert str(least) == "100000.00"
    filled = fill(least, asked)
    assert [str(one.filled) for one in filled] == ["60000.00", "30000.00", "10000.00"]
    assert [one.filled / each.units for one, each in zip(filled, asked, strict=True)] == [Decimal(2) / Decimal(3)] * 3
    assert [(str(one.carried), str(one.cancelled)) for one in filled] == [
        ("30000.00", "0.00"), ("0.00", "15000.00"), ("5000.00", "0.00"),
    ]  # fmt: skip
    whole = fill(least, [Asked(Decimal("150000.00"))])[0]
    assert (str(whole.filled), str(whole.carried)) == ("100000.00", "50000.00")


def test_the_least_is_never_less_than_its_percent_nor_more_than_is_asked() -> None:
    assert least_fill(Decimal("100.01"), [Asked(Decimal(50))], TEN) == Decimal("10.01")
    assert least_fill(Decimal("1000.00"), [Asked(Decimal(50))], TEN) == 50


def test_no_more_is_filled_than_was_asked() -> None:
    for accepted in ("-0.01", "50.01"):
        with pytest.raises(RuleFault):
            fill(Decimal(accepted), [Asked(Decimal(50))])
    with pytest.raises(RuleFault):
        fill(Decimal(0), [Asked(Decimal(0))])


def test_over_3650_days_no_unit_is_lost_and_nobody_waits_for_ever() -> None:
    """What is carried is asked for on the next day, beside the new; each gets its share to a hundredth of a unit."""
    draw = random.Random(14)
    prior, asked_for, paid, cancelled = Decimal("1000000.00"), Decimal(0), Decimal(0), Decimal(0)
    carried: list[Asked] = []
    for _ in range(3_650):
        new = [
            Asked(Decimal(text(draw.randrange(1, 4_000_000), 2)), draw.random() < 0.3)
            for _ in range(draw.choice((0, 0, 0, 1, 3, 12)))
        ]
        asked_for += sum(one.units for one in new)
        asked = carried + new
        total = sum((one.units for one in asked), Decimal(0))
        large = is_large(prior, total, Decimal(0), TEN)
        accepted = least_fill(prior, asked, TEN) if large else total
        filled = fill(accepted, asked)
        assert sum((one.filled for one in filled), Decimal(0)) == accepted
        for one, each in zip(filled, asked, strict=True):
            assert one.filled + one.carried + one.cancelled == each.units
            fair = Fraction(accepted) * Fraction(each.units) / Fraction(total) * 100
            assert floor(fair) <= one.filled * 100 <= floor(fair) + 1
            assert not (one.carried and each.cancels_rest)
        paid += accepted
        cancelled += sum(one.cancelled for one in filled)
        carried = [Asked(one.carried) for one in filled if one.carried]
        assert paid + cancelled + sum(one.units for one in carried) == asked_for
    assert cancelled > 0


def test_twelve_thousand_days_of_a_large_redemption_agree_with_fractions(capsys: pytest.CaptureFixture[str]) -> None:
    """By the remainders as fractions, the largest first, then the earlier request."""
    draw, agreed = random.Random(15), 0
    for _ in range(12_000):
        counts = [draw.randrange(1, 10 ** draw.randrange(1, 9)) for _ in range(draw.randrange(1, 9))]
        accepted = draw.randrange(sum(counts) + 1)
        fair = [Fraction(accepted * count, sum(counts)) for count in counts]
        expected = [floor(one) for one in fair]
        order = sorted(range(len(counts)), key=lambda n: (floor(fair[n]) - fair[n], n))
        for place in order[: accepted - sum(expected)]:
            expected[place] += 1
        filled = large_redemption.fill(Decimal(text(accepted, 2)), [Asked(Decimal(text(one, 2))) for one in counts])
        assert [one.filled * 100 for one in filled] == expected
        agreed += 1
    with capsys.disabled():
        print(f"\nlarge redemption: {agreed:,} of 12,000 random days agree with fractions.Fraction")

"""The calculator against an independent reference in whole fractions (TX-21 to TX-23)."""

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest

from apps.core.models import BankDay
from apps.tongxinbao.choices import DayCount
from apps.tongxinbao.rules.quotes import Quote, quote_of
from fixtures.world import World
from tests.api.callers import Person

CASES, OVER_HTTP = 12_000, 300
EXAMPLE = {
    "principal": "10000.00",
    "annual_rate": "5.40",
    "value_date": "2026-03-02",
    "maturity_date": "2026-08-31",
    "day_count": "ACT/365",
}


def rounded(exact: Fraction) -> int:
    """To a whole number; half of one goes up."""
    return floor(exact + Fraction(1, 2))


def reference(asked: dict[str, Any]) -> dict[str, Any]:
    """What the endpoint shall answer, by fractions of a 分 and days counted one by one from ordinals."""
    principal = Fraction(asked["principal"]) * 100
    rate, year = Fraction(asked["annual_rate"]) / 100, int(asked["day_count"][-3:])
    first, last = (date.fromisoformat(asked[name]).toordinal() for name in ("value_date", "maturity_date"))
    ends = [date.fromisoformat(day).toordinal() for day in asked.get("interest_dates", ())]
    ends = ends if last in ends else [*ends, last]
    whole = rounded(principal * rate * Fraction(last - first, year))
    lines, before, paid = [], first, 0
    for end in ends:
        gross = whole - paid if end == last else rounded(principal * rate * Fraction(end - before, year))
        tax, back = rounded(Fraction(gross, 5)), int(principal) if end == last else 0
        lines.append((date.fromordinal(end).isoformat(), end - before, back, gross, tax))
        before, paid = end, paid + gross
    taxes = sum(line[4] for line in lines)
    return {
        "days": last - first,
        **sums(whole, taxes, int(principal)),
        "schedule": [
            {"date": day, "days": days, "principal": yuan(back), **sums(gross, tax, back)}
            for day, days, back, gross, tax in lines
        ],
    }


def sums(gross: int, tax: int, principal: int) -> dict[str, str]:
    return {
        "gross_interest": yuan(gross),
        "tax": yuan(tax),
        "net_interest": yuan(gross - tax),
        "total": yuan(principal + gross - tax),
    }


def yuan(fen: int) -> str:
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def some(draw: random.Random) -> dict[str, Any]:
    """Terms of every size, with and without interest dates, over leap days and year ends."""
    first = date(2019, 12, 1) + timedelta(days=draw.randrange(4_000))
    days = draw.choice((1, draw.randrange(2, 30), draw.randrange(30, 366), draw.randrange(366, 2_000)))
    fen = draw.randrange(1, 10 ** draw.randrange(1, 14))
    asked: dict[str, Any] = {
        "principal": yuan(fen),
        "annual_rate": str(Decimal(draw.randrange(1, 24 * 10**4)) / 10**4),
        "value_date": first.isoformat(),
        "maturity_date": (first + timedelta(days=days)).isoformat(),
        "day_count": draw.choice(("ACT/365", "ACT/360")),
    }
    if days > 1 and draw.random() < 0.7:
        count = draw.randrange(1, min(days, 13))
        at = sorted(draw.sample(range(1, days + 1), count))
        asked["interest_dates"] = [(first + timedelta(days=day)).isoformat() for day in at]
    return asked


def computed(asked: dict[str, Any]) -> Quote:
    """By the function that the endpoint and the phone's calculator call."""
    return quote_of(
        int(Decimal(asked["principal"]) * 100),
        Decimal(asked["annual_rate"]),
        DayCount(asked["day_count"]),
        date.fromisoformat(asked["value_date"]),
        date.fromisoformat(asked["maturity_date"]),
        [date.fromisoformat(day) for day in asked.get("interest_dates", ())],
    )


def told(quote: Quote) -> dict[str, Any]:
    return {
        "days": quote.days,
        **sums(quote.gross, quote.tax, quote.principal),
        "schedule": [
            {
                "date": one.due_on.isoformat(),
                "days": one.days,
                "principal": yuan(one.principal),
                **sums(one.gross, one.tax, one.principal),
            }
            for one in quote.payments
        ],
    }


def test_the_arithmetic_agrees_with_whole_fractions_on_every_random_case(capsys: pytest.CaptureFixture[str]) -> None:
    draw = random.Random(20260302)
    agreed = 0
    for _ in range(CASES):
        asked = some(draw)
        assert told(computed(asked)) == reference(asked), asked
        agreed += 1
    with capsys.disabled():
        print(f"\nquotes: {agreed:,} of {CASES:,} random cases agree with fractions.Fraction")
    assert agreed >= 10_000


@pytest.fixture
def xiaowen(world: World) -> Person:
    return Person.of("xiaowen")


@pytest.mark.django_db
def test_the_endpoint_agrees_too(xiaowen: Person) -> None:
    draw = random.Random(20260831)
    for _ in range(OVER_HTTP):
        asked = some(draw)
        answer = xiaowen.post("/tongxinbao/quotes", asked, key="")
        assert (answer.status_code, answer.json()) == (200, reference(asked)), asked


@pytest.mark.django_db
def test_the_example_of_the_rule_book(xiaowen: Person) -> None:
    line = {
        "date": "2026-08-31", "days": 182, "principal": "10000.00", "gross_interest": "269.26", "tax": "53.85",
        "net_interest": "215.41", "total": "10215.41",
    }  # fmt: skip
    whole = {name: line[name] for name in ("days", "gross_interest", "tax", "net_interest", "total")}
    for address in ("/tongxinbao/quotes", "/tongxinbao/quotes/"):
        answer = xiaowen.post(address, EXAMPLE, key="")
        assert (answer.status_code, answer.json()) == (200, whole | {"schedule": [line]})


@pytest.mark.django_db
def test_the_last_instalment_makes_the_sum_right(xiaowen: Person) -> None:
    """Example 4."""
    dates = ["2026-04-15", "2026-07-15", "2026-10-15", "2027-01-15"]
    asked = EXAMPLE | {
        "principal": "12345.00", "annual_rate": "4.87", "value_date": "2026-01-15", "maturity_date": dates[-1],
        "interest_dates": dates,
    }  # fmt: skip
    answer = xiaowen.post("/tongxinbao/quotes", asked, key="").json()
    assert [line["gross_interest"] for line in answer["schedule"]] == ["148.24", "149.89", "151.54", "151.53"]
    assert answer["gross_interest"] == "601.20"


@pytest.mark.django_db
def test_it_asks_for_no_calendar_and_no_open_day(xiaowen: Person) -> None:
    far = EXAMPLE | {"value_date": "2090-01-01", "maturity_date": "2090-10-01"}
    assert BankDay.objects.filter(business_date__year=2090).count() == 0
    assert xiaowen.post("/tongxinbao/quotes", far, key="").status_code == 200


NONSENSE = {
    "reversed": ({"maturity_date": "2026-03-01"}, "maturity_date"),
    "no days": ({"maturity_date": "2026-03-02"}, "maturity_date"),
    "no day of the calendar": ({"value_date": "2026-02-30"}, "value_date"),
    "no date": ({"maturity_date": "soon"}, "maturity_date"),
    "a negative principal": ({"principal": "-1.00"}, "principal"),
    "nothing": ({"principal": "0.00"}, "principal"),
    "three decimals": ({"principal": "10000.001"}, "principal"),
    "no number": ({"principal": "NaN"}, "principal"),
    "too much": ({"principal": "1" + "0" * 30}, "principal"),
    "a power": ({"principal": "1e999999"}, "principal"),
    "a negative rate": ({"annual_rate": "-5.40"}, "annual_rate"),
    "no rate": ({"annual_rate": "0"}, "annual_rate"),
    "five decimals": ({"annual_rate": "5.40001"}, "annual_rate"),
    "a rate out of this world": ({"annual_rate": "100.0001"}, "annual_rate"),
    "another day count": ({"day_count": "30/360"}, "day_count"),
    "a day count that is a list": ({"day_count": ["ACT/365"]}, "day_count"),
    "out of order": ({"interest_dates": ["2026-07-01", "2026-06-01"]}, "interest_dates"),
    "twice": ({"interest_dates": ["2026-06-01", "2026-06-01"]}, "interest_dates"),
    "before the first day": ({"interest_dates": ["2026-03-02"]}, "interest_dates"),
    "after the last day": ({"interest_dates": ["2026-09-01"]}, "interest_dates"),
    "no list": ({"interest_dates": "2026-06-01"}, "interest_dates"),
    "too many dates": ({"interest_dates": ["2026-06-01"] * 500}, "interest_dates"),
    "a thousand years": ({"maturity_date": "3026-08-31"}, "maturity_date"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_is_refused_with_its_field(xiaowen: Person, what: str) -> None:
    change, field = NONSENSE[what]
    answer = xiaowen.post("/tongxinbao/quotes", EXAMPLE | change, key="")
    assert answer.status_code == 422
    assert [name.split(".")[0] for name in answer.json()["fields"]] == [field]


@pytest.mark.django_db
@pytest.mark.parametrize("field", EXAMPLE)
def test_what_is_missing_is_named(xiaowen: Person, field: str) -> None:
    asked = {name: value for name, value in EXAMPLE.items() if name != field}
    answer = xiaowen.post("/tongxinbao/quotes", asked, key="")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])


@pytest.mark.django_db
def test_who_is_not_certified_anywhere_gets_none(world: World) -> None:
    assert Person.of("xujing").post("/tongxinbao/quotes", EXAMPLE, key="").status_code == 403

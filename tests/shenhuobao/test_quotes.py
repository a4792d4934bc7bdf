"""POST /shenhuobao/quotes: the worked figures of §5, an independent reference in whole fractions, and nonsense."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest

from apps.core.models import CalendarDay
from apps.shenhuobao.selectors.quotes import quote_of
from fixtures.world import World
from tests.api.callers import Person

from .market import MARKET, rounded, text

CASES, OVER_HTTP = 12_000, 200
PURCHASE = {"kind": "purchase", "amount": "50000.00", "fee_rate": "0.30", "nav": "1.0237"}
BOUGHT = {"net_amount": "49850.45", "fee": "149.55", "units": "48696.34"}
REDEMPTION = {"kind": "redemption", "units": "20000.00", "nav": "1.0312", "fee_rate": "0.10"}
DATES = {"kind": "dates", "ordered_at": "2026-02-13T14:59:59+08:00"}
WEEK = ["0.5123", "0.5098", "0.5110", "0.5110", "0.5110", "0.5247", "0.5062"]
YIELD = {"kind": "yield", "income_per_10k": WEEK}
NUMBERS = {"amount", "units", "fee_rate", "nav"}


def reference(asked: dict[str, Any]) -> dict[str, str]:
    match asked["kind"]:
        case "purchase":
            amount, nav = Fraction(asked["amount"]), Fraction(asked["nav"])
            net = rounded(amount / (1 + Fraction(asked["fee_rate"]) / 100) * 100)
            fee = int(amount * 100) - net
            return {"net_amount": text(net, 2), "fee": text(fee, 2), "units": text(floor(net / nav), 2)}
        case "redemption":
            gross = rounded(Fraction(asked["units"]) * Fraction(asked["nav"]) * 100)
            fee = rounded(gross * Fraction(asked["fee_rate"]) / 100)
            return {"gross": text(gross, 2), "fee": text(fee, 2), "net_amount": text(gross - fee, 2)}
        case "dates":
            return dates_of(datetime.fromisoformat(asked["ordered_at"]))
    incomes = [Fraction(one) for one in asked["income_per_10k"]]
    return {"simple": text(rounded(sum(incomes) / 7 * 365 / 10_000 * 100_000), 3), "compound": compound(incomes)}


def dates_of(at: datetime) -> dict[str, str]:
    """By counting on from ordinals, and the hours of Shanghai as those of UTC and eight more."""
    wall = at.astimezone(UTC).replace(tzinfo=None) + timedelta(hours=8)
    trading = sorted(day for day, trades in MARKET.items() if trades)
    last = wall.date() if wall.hour < 15 else wall.date() + timedelta(days=1)
    traded, confirmed = [day for day in trading if day >= last][:2]
    return {"trade_date": traded.isoformat(), "confirm_date": confirmed.isoformat()}


def compound(incomes: list[Fraction]) -> str:
    """The one y of three places for which (1 + y ± half)^7 encloses the product to the 365th. No root is drawn."""
    grown = Fraction(1)
    for one in incomes:
        grown *= 1 + one / 10_000
    # In whole numbers of 40 places, cut down and up, so that the powers stay short; one 10**-30 never meets a half.
    scale = 10**40
    low, high = (power(grown, 365, scale, up) for up in (False, True))
    guess = rounded((Fraction(float(grown) ** (365 / 7)) - 1) * 100_000)
    for thousandths in range(guess - 3, guess + 4):
        below, above = (1 + Fraction(2 * thousandths + side, 200_000) for side in (-1, 1))
        if below**7 * scale <= low and high < above**7 * scale:
            return text(thousandths, 3)
    raise AssertionError(incomes)


def power(base: Fraction, exponent: int, scale: int, up: bool) -> int:
    """base to the exponent, in 1/scale, never above it (or, `up`, never below)."""

    def cut(above: int, below: int) -> int:
        return -(-above // below) if up else above // below

    one, result = cut(base.numerator * scale, base.denominator), scale
    for _ in range(exponent):
        result = cut(result * one, scale)
    return result


def some(draw: random.Random) -> dict[str, Any]:
    kind = draw.choice(("purchase", "redemption", "dates", "yield"))
    nav = text(draw.randrange(1, 10 ** draw.randrange(2, 8)), 4)
    rate = text(draw.choice((0, draw.randrange(30_000), draw.randrange(1_000_001))), 4)
    sum_ = text(draw.randrange(1, 10 ** draw.randrange(1, 14)), 2)
    match kind:
        case "purchase":
            return {"kind": kind, "amount": sum_, "fee_rate": rate, "nav": nav}
        case "redemption":
            return {"kind": kind, "units": sum_, "fee_rate": rate, "nav": nav}
        case "dates":
            at = datetime(2025, 1, 1, 12, tzinfo=UTC) + timedelta(seconds=draw.randrange(715 * 86_400))
            at = at.replace(hour=draw.choice((6, 7, at.hour)), minute=draw.choice((0, 59, at.minute)))
            zone = timedelta(minutes=draw.choice((0, 480, -300, 765)))
            return {"kind": kind, "ordered_at": f"{(at + zone).replace(tzinfo=None).isoformat()}{offset(zone)}"}
    most = draw.choice((6_000, 20_000, 200_000))
    return {"kind": kind, "income_per_10k": [text(draw.randrange(-most // 9, most), 4) for _ in range(7)]}


def offset(zone: timedelta) -> str:
    hours, minutes = divmod(abs(int(zone.total_seconds())) // 60, 60)
    return f"{'-' if zone < timedelta() else '+'}{hours:02d}:{minutes:02d}"


def read(asked: dict[str, Any]) -> dict[str, object]:
    """As the door reads it."""
    typed: dict[str, object] = {name: Decimal(value) if name in NUMBERS else value for name, value in asked.items()}
    if "ordered_at" in asked:
        typed["ordered_at"] = datetime.fromisoformat(asked["ordered_at"])
    if "income_per_10k" in asked:
        typed["income_per_10k"] = [Decimal(one) for one in asked["income_per_10k"]]
    return typed


@pytest.fixture
def xiaowen(world: World) -> Person:
    return Person.of("xiaowen")


def test_it_agrees_with_whole_fractions_on_every_random_case(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("apps.shenhuobao.selectors.quotes.trading_days", lambda first, last: MARKET)
    draw, agreed = random.Random(20260302), 0
    for _ in range(CASES):
        asked = some(draw)
        assert quote_of(read(asked)) == reference(asked), asked
        agreed += 1
    with capsys.disabled():
        print(f"\nwealth quotes: {agreed:,} of {CASES:,} random cases agree with fractions.Fraction")
    assert agreed >= 10_000


@pytest.mark.django_db
def test_the_endpoint_agrees_too(xiaowen: Person) -> None:
    known = set(CalendarDay.objects.values_list("year_id", flat=True))
    assert {2025, 2026} <= known
    draw = random.Random(20260831)
    for _ in range(OVER_HTTP):
        asked = some(draw)
        answer = xiaowen.post("/shenhuobao/quotes", asked, key="")
        assert (answer.status_code, answer.json()) == (200, reference(asked)), asked


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (PURCHASE, BOUGHT),
        (PURCHASE | {"amount": 50_000, "fee_rate": 0.3}, BOUGHT),
        (REDEMPTION, {"gross": "20624.00", "fee": "20.62", "net_amount": "20603.38"}),
        (DATES, {"trade_date": "2026-02-13", "confirm_date": "2026-02-24"}),
        (YIELD, {"simple": "1.870", "compound": "1.887"}),
        (YIELD | {"income_per_10k": ["0"] * 7}, {"simple": "0.000", "compound": "0.000"}),
        (YIELD | {"income_per_10k": ["-0.0001"] + ["0"] * 6}, {"simple": "0.000", "compound": "0.000"}),
        (YIELD | {"income_per_10k": ["-0.5"] * 7}, {"simple": "-1.825", "compound": "-1.808"}),
        (YIELD | {"income_per_10k": ["1000"] * 7}, {"simple": "3650.000", "compound": "128330558031335169.690"}),
    ],
)  # fmt: skip
def test_the_figures_of_the_rule_book(xiaowen: Person, asked: dict[str, Any], answer: dict[str, str]) -> None:
    for address in ("/shenhuobao/quotes", "/shenhuobao/quotes/"):
        told = xiaowen.post(address, asked, key="")
        assert (told.status_code, told.json()) == (200, answer)


MUCH = "9" * 3_000
NONSENSE: dict[str, tuple[dict[str, Any], str]] = {
    "no kind": (PURCHASE | {"kind": None}, "kind"),
    "another kind": (PURCHASE | {"kind": "sale"}, "kind"),
    "a kind that is a list": (PURCHASE | {"kind": ["purchase"]}, "kind"),
    "a kind that is true": (PURCHASE | {"kind": True}, "kind"),
    "an empty kind": (PURCHASE | {"kind": ""}, "kind"),
    "a zone of its own": (DATES | {"ordered_at": "2026-02-13T14:59:59"}, "ordered_at"),
    "a date": (DATES | {"ordered_at": "2026-02-13"}, "ordered_at"),
    "a number for a moment": (DATES | {"ordered_at": 1_770_000_000}, "ordered_at"),
    "true for a moment": (DATES | {"ordered_at": True}, "ordered_at"),
    "no day of the calendar": (DATES | {"ordered_at": "2026-02-30T10:00:00+08:00"}, "ordered_at"),
    "a second too many": (DATES | {"ordered_at": "2026-02-13T14:59:60+08:00"}, "ordered_at"),
    "a year that is not loaded": (DATES | {"ordered_at": "2050-02-13T10:00:00Z"}, "ordered_at"),
    "a year long gone": (DATES | {"ordered_at": "1996-02-13T10:00:00Z"}, "ordered_at"),
    "the end of time": (DATES | {"ordered_at": "9999-12-31T23:59:59Z"}, "ordered_at"),
    "before time": (DATES | {"ordered_at": "0001-01-01T00:00:00+14:00"}, "ordered_at"),
    "nothing": (DATES | {"ordered_at": None}, "ordered_at"),
    "six": (YIELD | {"income_per_10k": WEEK[:6]}, "income_per_10k"),
    "eight": (YIELD | {"income_per_10k": [*WEEK, "0.5"]}, "income_per_10k"),
    "none": (YIELD | {"income_per_10k": []}, "income_per_10k"),
    "a huge list": (YIELD | {"income_per_10k": ["0.5"] * 50_000}, "income_per_10k"),
    "no list": (YIELD | {"income_per_10k": "0.5123"}, "income_per_10k"),
    "a mapping": (YIELD | {"income_per_10k": {"0": "0.5"}}, "income_per_10k"),
    "a list of lists": (YIELD | {"income_per_10k": [WEEK] * 7}, "income_per_10k"),
    "five places": (YIELD | {"income_per_10k": ["0.51234", *WEEK[1:]]}, "income_per_10k"),
    "one not a number": (YIELD | {"income_per_10k": ["NaN", *WEEK[1:]]}, "income_per_10k"),
    "one without end": (YIELD | {"income_per_10k": ["Infinity", *WEEK[1:]]}, "income_per_10k"),
    "more than there is": (YIELD | {"income_per_10k": ["1000.0001", *WEEK[1:]]}, "income_per_10k"),
    "all of it lost": (YIELD | {"income_per_10k": ["-9999", *WEEK[1:]]}, "income_per_10k"),
    "a rate above all": (PURCHASE | {"fee_rate": "100.0001"}, "fee_rate"),
    "a rate above all, of a redemption": (REDEMPTION | {"fee_rate": "100.0001"}, "fee_rate"),
    "a rate of five places": (REDEMPTION | {"fee_rate": "0.10001"}, "fee_rate"),
    "a value of five places": (PURCHASE | {"nav": "1.02371"}, "nav"),
    "no value": (PURCHASE | {"nav": "0"}, "nav"),
    "no value, of a redemption": (REDEMPTION | {"nav": "0.0000"}, "nav"),
    "no amount": (PURCHASE | {"amount": "0.00"}, "amount"),
    "no units": (REDEMPTION | {"units": "0"}, "units"),
    "a part of a 分": (PURCHASE | {"amount": "50000.001"}, "amount"),
    "a part of a hundredth": (REDEMPTION | {"units": "20000.001"}, "units"),
} | {
    f"{name} {value!r:.20}": (base | {name: value}, name)
    for base, names in ((PURCHASE, ("amount", "fee_rate", "nav")), (REDEMPTION, ("units", "fee_rate", "nav")))
    for name in names
    for value in (
        "-0.01", "NaN", "sNaN", "Infinity", "-Infinity", "1e99", "1e999999999", "-1e-99", MUCH, "", "много", None,
        True, False, [], ["1"], {}, {"a": 1}, [1] * 20_000, float("nan"), float("inf"), 10**400,
    )
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_is_refused_with_its_field(xiaowen: Person, what: str) -> None:
    asked, field = NONSENSE[what]
    answer = xiaowen.post("/shenhuobao/quotes", asked, key="")
    assert answer.status_code == 422, answer.content
    problem = answer.json()
    assert {name.split(".")[0] for name in problem["fields"]} == {field}
    assert problem["code"] in ("INVALID", "QUOTE", "CALENDAR_YEAR")
    assert all(any("一" <= letter <= "鿿" for letter in words) for words in problem["fields"].values()), problem


@pytest.mark.django_db
@pytest.mark.parametrize("body", [[], "text", 7, None, True, [PURCHASE]])
def test_a_body_that_is_no_object_is_refused(xiaowen: Person, body: Any) -> None:
    assert xiaowen.post("/shenhuobao/quotes", body, key="").status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [PURCHASE, REDEMPTION, DATES, YIELD])
def test_what_is_missing_is_named(xiaowen: Person, asked: dict[str, Any]) -> None:
    for field in asked:
        rest = {name: value for name, value in asked.items() if name != field}
        answer = xiaowen.post("/shenhuobao/quotes", rest, key="")
        assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])


@pytest.mark.django_db
def test_who_works_nowhere_gets_none(world: World) -> None:
    assert Person.of("xujing").post("/shenhuobao/quotes", PURCHASE, key="").status_code == 403


@pytest.mark.django_db
def test_a_year_without_a_calendar_is_said(xiaowen: Person) -> None:
    """AT-12: the confirmation of the last day that is loaded lies beyond."""
    last = CalendarDay.objects.order_by("-day").values_list("day", flat=True)[0]
    answer = xiaowen.post("/shenhuobao/quotes", DATES | {"ordered_at": f"{last}T10:00:00+08:00"}, key="")
    assert (answer.status_code, answer.json()["code"]) == (422, "CALENDAR_YEAR")
    assert f"{last.year + 1}年" in answer.json()["fields"]["ordered_at"]

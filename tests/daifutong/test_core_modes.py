"""A wage to another bank under everything that such a bank may do (reliability.md, 14 modes).

Forbidden ends: paid twice, refunded and paid, success without money, money without success. After each of them all
checks of the payroll hold (the fixture `house`), one order has left for each line, and what the line says is what the
other bank has done.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import transaction

from apps.cases.models import Case
from apps.core import jobs
from apps.core.models import Job
from apps.corebank import api as corebank
from apps.corebank.adapters import exchange
from apps.corebank.models import CoreMessage
from apps.corebank.simulator.modes import BEHAVIOURS, MODES
from apps.corebank.simulator.statements import EXTRA
from apps.daifutong.models import Batch
from apps.daifutong.services.row_resolve import row_doubt, row_resolve
from apps.ledger import api as ledger
from tests.corebank.conftest import Asked, Said, Simulator, WilfulBank, wilful_bank  # noqa: F401  (fixture)
from tests.ledger.days import close_days

from .cast import House, work
from .test_other_bank import LATE, LOST, REFUSED, UNKNOWN, abroad, ask_bank, lines, pay

WAGE = 600_000
NOTHING = (404, {"state": "NOT_FOUND"})


@dataclass
class Books:
    """A bank of this test's own: what it was ordered to pay, and how it answers."""

    bank: WilfulBank
    orders: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.answer: Callable[[Asked, dict[str, object]], Said | None] = self.good
        self.asks: Callable[[Asked, dict[str, object]], Said | None] = self.good
        self.bank.says = self.says

    def says(self, asked: Asked) -> Said | None:
        if asked.method == "POST":
            order = json.loads(asked.body)
            self.orders.setdefault(order["reference"], []).append(order["amount"])
            return self.answer(asked, self.done(order["reference"]))
        return self.asks(asked, self.done(asked.path.rpartition("/")[2]))

    def done(self, reference: str) -> dict[str, object]:
        amount = self.orders[reference][0]
        return {"reference": reference, "state": "SUCCEEDED", "code": "P00", "amount": amount, "bank_reference": "B1"}

    def good(self, asked: Asked, done: dict[str, object]) -> Said:
        return self.bank.signed(asked, 200, done)

    def silent(self, asked: Asked, done: dict[str, object]) -> None:
        return None


def one_line(house: House, marker: str = "") -> Batch:
    batch = pay(house, ["6000.00"], [abroad(house, 1, marker)])
    assert CoreMessage.objects.system("test").get().attempts == 1, "one order has left"
    return batch


def is_paid(house: House, batch: Batch) -> None:
    batch.refresh_from_db()
    assert (lines(), batch.state) == ({2: ("PAID", "P00")}, "DONE")
    assert (ledger.balance(batch.transit_ledger_id), house.payer_balance()) == (0, 100_000_000 - WAGE)


def is_returned(house: House, batch: Batch, code: str) -> None:
    batch.refresh_from_db()
    assert (lines(), batch.state, batch.returned_fen) == ({2: ("RETURNED", code)}, "PART_FAILED", WAGE)
    assert (ledger.balance(batch.transit_ledger_id), house.payer_balance()) == (0, 100_000_000)


def is_in_doubt(house: House, batch: Batch) -> None:
    batch.refresh_from_db()
    assert (lines(), batch.state) == ({2: ("IN_DOUBT", "P14")}, "IN_DOUBT")
    assert (ledger.balance(batch.transit_ledger_id), house.payer_balance()) == (WAGE, 100_000_000 - WAGE)
    assert Case.objects.system("test").filter(state="OPEN").count() == 1


def reference_of(batch: Batch) -> str:
    return f"{batch.reference}-000002"


# ---- the modes that the simulator is told to take


def ok(house: House, simulator: Simulator) -> None:
    batch = one_line(house)
    is_paid(house, batch)
    assert simulator.knows(reference_of(batch)) == "SUCCEEDED"


def refusal(house: House, simulator: Simulator) -> None:
    batch = one_line(house, REFUSED)
    is_returned(house, batch, "P15")
    assert simulator.knows(reference_of(batch)) == "FAILED"


def timeout_applied(house: House, simulator: Simulator) -> None:
    batch = one_line(house, LATE)
    is_in_doubt(house, batch)
    ask_bank(house, batch, 2)
    is_paid(house, batch)


def timeout_not_applied(house: House, simulator: Simulator) -> None:
    batch = one_line(house, LOST)
    ask_bank(house, batch, 2)
    is_in_doubt(house, batch)  # not found is no failure before the bank's day is over
    ask_bank(house, batch, 2, days=1)
    is_returned(house, batch, "P99")


def query_down(house: House, simulator: Simulator) -> None:
    batch = one_line(house, UNKNOWN)
    for days in (0, 1, 2):
        ask_bank(house, batch, 2, days=days)
        is_in_doubt(house, batch)
    simulator.mode("ok", pattern="DF*")
    ask_bank(house, batch, 2, days=2)
    is_paid(house, batch)


# ---- answers that come otherwise, or are spoilt


def reset_mid_body(house: House, books: Books) -> None:
    def cut(asked: Asked, done: dict[str, object]) -> Said:
        said = books.good(asked, done)
        return Said(200, said.body, said.signature, length=len(said.body) + 10)

    books.answer, books.asks = cut, books.silent
    batch = one_line(house)
    is_in_doubt(house, batch)
    books.asks = books.good
    ask_bank(house, batch, 2)
    is_paid(house, batch)


def not_found_then_applied(house: House, books: Books) -> None:
    books.answer = books.silent
    books.asks = lambda asked, done: books.bank.signed(asked, 404, {"reference": done["reference"]} | NOTHING[1])
    batch = one_line(house)
    ask_bank(house, batch, 2)
    is_in_doubt(house, batch)
    books.asks = books.good  # the order was late, and is done after all
    ask_bank(house, batch, 2)
    is_paid(house, batch)


def heard_twice(house: House, books: Books) -> None:
    batch = one_line(house)
    for _ in range(3):
        with transaction.atomic():
            row_resolve(line_ref=reference_of(batch), code="P00", now=house.now)
        ask_bank(house, batch, 2)
    is_paid(house, batch)


def heard_before_the_response(house: House, books: Books) -> None:
    """The end is heard first, and only then that nobody knew it."""
    books.answer, books.asks = books.silent, books.silent
    batch = Batch.objects.system("test").get(pk=house.approved(house.file(["6000.00"], people=[abroad(house, 1)])))
    while not CoreMessage.objects.system("test").filter(state="UNKNOWN"):
        for job in Job.objects.filter(state="DUE").values_list("pk", flat=True):
            jobs.run(job)
    books.asks = books.good
    assert corebank.query_payment(reference=reference_of(batch), now=house.now).state == "SUCCEEDED"
    for hear in (row_resolve, row_doubt):
        with transaction.atomic():
            hear(line_ref=reference_of(batch), now=house.now, **({"code": "P00"} if hear is row_resolve else {}))
    ask_bank(house, batch, 2)
    is_paid(house, batch)
    assert Case.objects.system("test").count() == 0


def late_success(house: House, books: Books) -> None:
    books.answer = books.silent
    books.asks = lambda asked, done: books.bank.signed(asked, 200, done | {"state": "PROCESSING", "code": ""})
    batch = one_line(house)
    for days in (0, 1, 2):
        ask_bank(house, batch, 2, days=days)
        is_in_doubt(house, batch)
    books.asks = books.good
    ask_bank(house, batch, 2, days=3)
    is_paid(house, batch)


def wrong_amount(house: House, books: Books) -> None:
    books.answer = lambda asked, done: books.bank.signed(asked, 200, done | {"amount": WAGE + 1})
    books.asks = books.answer
    batch = one_line(house)
    ask_bank(house, batch, 2)
    is_in_doubt(house, batch)
    books.asks = books.good
    ask_bank(house, batch, 2)
    is_paid(house, batch)


def malformed_or_unsigned(house: House, books: Books) -> None:
    books.answer = lambda asked, done: Said(200, books.good(asked, done).body, "")
    books.asks = lambda asked, done: books.bank.signed(asked, 200, b"<html>SUCCEEDED</html>")
    batch = one_line(house)
    ask_bank(house, batch, 2)
    is_in_doubt(house, batch)
    books.asks = books.good
    ask_bank(house, batch, 2)
    is_paid(house, batch)


# ---- several payments, and one of them later


def partial_batch(house: House, simulator: Simulator) -> None:
    people = [abroad(house, 1), abroad(house, 2, REFUSED), abroad(house, 3, LATE)]
    batch = pay(house, ["6000.00", "7000.00", "8000.00"], people)
    assert lines() == {2: ("PAID", "P00"), 3: ("RETURNED", "P15"), 4: ("IN_DOUBT", "P14")}
    ask_bank(house, batch, 4)
    batch.refresh_from_db()
    assert (batch.state, batch.returned_fen) == ("PART_FAILED", 700_000)
    assert house.payer_balance() == 100_000_000 - 1_400_000
    attempts = CoreMessage.objects.system("test").values_list("attempts", flat=True)
    assert list(attempts) == [1, 1, 1]


def returned_next_day(house: House, simulator: Simulator) -> None:
    """A wage that was paid comes back: by the bank's own word its money is the enterprise's again, by a new reversal.

    The bank's file has it a day before our books: a difference for that long, and no longer.
    """
    batch = one_line(house)
    close_days()
    is_paid(house, batch)
    assert Case.objects.system("test").count() == 0
    exchange("POST", "/sim/plant", {"kind": EXTRA, "pattern": reference_of(batch), "fen": WAGE})
    close_days()
    assert Case.objects.system("test").get().state == "OPEN"
    work()
    is_returned(house, batch, "P99")
    close_days()
    case = Case.objects.system("test").get()
    assert (case.kind, case.state) == ("ledger.clearing.difference", "CLOSED")


BY_SIMULATOR = (ok, refusal, timeout_applied, timeout_not_applied, query_down, partial_batch, returned_next_day)
BY_ANSWERS = (
    reset_mid_body,
    not_found_then_applied,
    heard_twice,
    heard_before_the_response,
    late_success,
    wrong_amount,
    malformed_or_unsigned,
)


def test_every_way_of_a_bank_has_its_case() -> None:
    cases = {case.__name__ for case in (*BY_SIMULATOR, *BY_ANSWERS)}
    assert cases == set(BEHAVIOURS)
    assert len(BEHAVIOURS) == 14
    assert set(MODES) <= {case.__name__ for case in BY_SIMULATOR}


@pytest.mark.parametrize("case", BY_SIMULATOR, ids=lambda case: case.__name__)
def test_a_wage_under_a_mode_of_the_simulated_bank(house: House, simulator: Simulator, case: Callable) -> None:
    case(house, simulator)


@pytest.mark.parametrize("case", BY_ANSWERS, ids=lambda case: case.__name__)
def test_a_wage_under_answers_of_every_kind(house: House, wilful_bank: WilfulBank, case: Callable) -> None:  # noqa: F811
    books = Books(wilful_bank)
    case(house, books)
    assert [len(orders) for orders in books.orders.values()] == [1], "ordered once, whatever was heard"

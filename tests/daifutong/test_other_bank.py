"""Other-bank lines: sent once, asked after, returned one by one, and never paid twice (P4, P5, AT-13)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from apps.audit.models import AuditRow
from apps.cases.models import Case
from apps.core import jobs, outbox
from apps.core.models import Job
from apps.corebank import api as corebank
from apps.corebank.events import PaymentStuck
from apps.corebank.models import CoreMessage
from apps.daifutong.models import Batch, Payslip, Row
from apps.daifutong.services.row_resolve import row_doubt, row_resolve
from apps.ledger import api as ledger
from fixtures.generators import OTHER_BIN, card_number
from tests.corebank.conftest import bank_day_over

from .cast import Colleague, House, work

UNKNOWN, REFUSED, LATE, LOST = "99923", "99915", "99921", "99922"  # how the simulated bank treats a card


def abroad(house: House, place: int, marker: str = "") -> Colleague:
    """A colleague whose wage goes to a card of the other bank; `marker` chooses that bank's behaviour."""
    serial = int(f"{place + 1}{marker}") if marker else place + 1
    return replace(house.staff[place], card=card_number(serial, bin_prefix=OTHER_BIN))


def pay(house: House, amounts: list[str], people: list[Colleague]) -> Batch:
    batch_id = house.approved(house.file(amounts, people=people))
    work()
    return Batch.objects.system("test").get(pk=batch_id)


def lines() -> dict[int, tuple[str, str]]:
    rows = Row.objects.system("test").values_list("number", "state", "outcome")
    return {number: (state, outcome) for number, state, outcome in rows}


def ask_bank(house: House, batch: Batch, number: int, seconds: int = 60, days: int = 0) -> None:
    """A query by the payment's job, so much later, and what the payroll makes of its event. The days before are closed
    at the bank as well."""
    for day in range(days):
        bank_day_over(house.now.business_date + timedelta(days=day))
    later = replace(
        house.now,
        wall=house.now.wall + timedelta(seconds=seconds, days=days),
        business_date=house.now.business_date + timedelta(days=days),
    )
    corebank.query_payment(reference=f"{batch.reference}-{number:06d}", now=later)
    work()


def test_a_wage_to_another_bank_is_sent_and_leaves_through_clearing(house: House, simulator: object) -> None:
    batch = pay(house, ["5000.00", "6000.00"], [house.staff[0], abroad(house, 1)])
    assert lines() == {2: ("PAID", "P00"), 3: ("PAID", "P00")}
    assert batch.state == "DONE"
    assert ledger.balance(batch.transit_ledger_id) == 0
    assert Payslip.objects.system("test").count() == 2
    message = CoreMessage.objects.system("test").get()
    assert (message.reference, message.amount) == (f"{batch.reference}-000003", 600_000)


def test_a_refusal_joins_the_one_returned_sum(house: House, simulator: object) -> None:
    batch = pay(house, ["5000.00", "6000.00"], [house.staff[0], abroad(house, 1, REFUSED)])
    assert lines() == {2: ("PAID", "P00"), 3: ("RETURNED", "P15")}
    assert (batch.state, batch.returned_fen) == ("PART_FAILED", 600_000)
    assert house.payer_balance() == 100_000_000 - 500_000


def test_doubt_stays_in_transit_under_a_case_while_the_others_are_settled(house: House, simulator: object) -> None:
    people = [house.staff[0], abroad(house, 1, UNKNOWN), abroad(house, 2, REFUSED)]
    batch = pay(house, ["5000.00", "6000.00", "7000.00"], people)
    assert lines() == {2: ("PAID", "P00"), 3: ("IN_DOUBT", "P14"), 4: ("RETURNED", "P15")}
    assert batch.state == "IN_DOUBT"
    assert ledger.balance(batch.transit_ledger_id) == 600_000
    assert house.payer_balance() == 100_000_000 - 500_000 - 600_000
    case = Case.objects.system("test").get()
    assert (case.state, case.unit_path) == ("OPEN", house.unit_path)


def test_every_deed_on_a_payment_is_seen_by_the_auditors_of_some_unit(house: House, simulator: object) -> None:
    pay(house, ["6000.00", "7000.00"], [abroad(house, 1, UNKNOWN), abroad(house, 2, REFUSED)])
    deeds = AuditRow.objects.system("test")
    lines = deeds.filter(action__startswith="daifutong.row.")
    assert set(lines.values_list("action", "unit_path")) == {
        ("daifutong.row.doubted", house.unit_path),
        ("daifutong.row.resolved", house.unit_path),
    }
    assert set(deeds.filter(action__startswith="corebank.").values_list("unit_path", flat=True)) == {"/head/"}


def test_a_late_success_pays_once_however_often_it_is_heard(house: House, simulator: object) -> None:
    batch = pay(house, ["6000.00"], [abroad(house, 1, LATE)])
    assert lines() == {2: ("IN_DOUBT", "P14")}
    for _ in range(3):
        ask_bank(house, batch, 2)
    for _ in range(3):
        with transaction.atomic():
            row_resolve(line_ref=f"{batch.reference}-000002", code="P00", now=house.now)
            row_doubt(line_ref=f"{batch.reference}-000002", now=house.now)
    batch.refresh_from_db()
    assert (lines(), batch.state) == ({2: ("PAID", "P00")}, "DONE")
    assert ledger.balance(batch.transit_ledger_id) == 0
    assert CoreMessage.objects.system("test").get().attempts == 1, "sent once, asked often"
    assert Case.objects.system("test").get().state == "CLOSED"


def test_three_days_of_doubt_call_people_by_a_case_that_ends_with_the_doubt(house: House, simulator: object) -> None:
    batch = pay(house, ["6000.00"], [abroad(house, 1, LATE)])
    for _ in range(2):
        with transaction.atomic():
            outbox.publish(PaymentStuck(f"{batch.reference}-000002"))
        work()
    stuck = Case.objects.system("test").get(kind="daifutong.row.stuck")
    assert stuck.title == f"跨行付款三日未明,请人工核实 {batch.reference}-000002"
    assert (stuck.state, stuck.unit_path) == ("OPEN", house.unit_path)
    assert lines() == {2: ("IN_DOUBT", "P14")}, "nobody guesses"
    for _ in range(3):
        ask_bank(house, batch, 2)
    assert lines() == {2: ("PAID", "P00")}
    assert set(Case.objects.system("test").values_list("state", flat=True)) == {"CLOSED"}


def test_not_found_is_no_failure_before_the_banks_day_is_over(house: House, simulator: object) -> None:
    batch = pay(house, ["6000.00"], [abroad(house, 1, LOST)])
    ask_bank(house, batch, 2)
    assert lines() == {2: ("IN_DOUBT", "P14")}
    ask_bank(house, batch, 2, days=1)
    batch.refresh_from_db()
    assert (lines(), batch.state, batch.returned_fen) == ({2: ("RETURNED", "P99")}, "PART_FAILED", 600_000)
    assert house.payer_balance() == 100_000_000
    assert ledger.balance(batch.transit_ledger_id) == 0


def test_two_doubts_are_resolved_one_by_one_each_by_its_own_journal(house: House, simulator: object) -> None:
    batch = pay(house, ["6000.00", "7000.00"], [abroad(house, 1, LATE), abroad(house, 2, LOST)])
    ask_bank(house, batch, 3, days=1)
    batch.refresh_from_db()
    assert (batch.state, lines()[3]) == ("IN_DOUBT", ("RETURNED", "P99"))
    ask_bank(house, batch, 2)
    batch.refresh_from_db()
    assert (batch.state, lines()) == ("PART_FAILED", {2: ("PAID", "P00"), 3: ("RETURNED", "P99")})
    assert house.payer_balance() == 100_000_000 - 600_000


def test_an_answer_heard_before_the_doubt_stands(house: House, simulator: object) -> None:
    """Events may come in any order."""
    batch_id = house.approved(house.file(["6000.00"], people=[abroad(house, 1, LATE)]))
    reference = Batch.objects.system("test").get(pk=batch_id).reference + "-000002"
    while not CoreMessage.objects.system("test").filter(state="UNKNOWN"):
        for job in Job.objects.filter(state="DUE").values_list("pk", flat=True):
            jobs.run(job)
    later = replace(house.now, wall=house.now.wall + timedelta(minutes=1))
    while corebank.query_payment(reference=reference, now=later).state != "SUCCEEDED":
        pass
    assert lines() == {2: ("SENT", "")}, "neither event has been heard"
    with transaction.atomic():
        row_resolve(line_ref=reference, code="P00", now=house.now)
    with transaction.atomic():
        row_doubt(line_ref=reference, now=house.now)
    work()
    assert lines() == {2: ("PAID", "P00")}
    assert Case.objects.system("test").count() == 0


@pytest.mark.parametrize("reference", ["WAGES-2026-03-0001", "DF20260302999999-000001", "DF2026-000001"])
def test_other_peoples_references_are_left_alone(house: House, reference: str) -> None:
    with transaction.atomic():
        row_doubt(line_ref=reference, now=house.now)
        row_resolve(line_ref=reference, code="P00", now=house.now)
    assert Row.objects.system("test").count() == 0

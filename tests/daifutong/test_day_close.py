"""A day does not close over a half-settled wage; a silent bank does not stop it (PY-7)."""

import pytest
from django.db import connection

from apps.cases.models import Case
from apps.core import bankday, clock, jobs, outbox
from apps.core.errors import Conflict
from apps.core.invariants import faults
from apps.core.models import CloseStep, Job
from apps.daifutong.models import Batch
from apps.ledger import api as ledger
from apps.ledger.models import DayProof
from tests.ledger.days import close_days, cut_off, open_day

from .cast import NOW, House, work
from .test_other_bank import UNKNOWN, abroad, lines, pay

pytestmark = pytest.mark.django_db

TODAY = NOW.business_date


def report() -> dict[str, object]:
    return CloseStep.objects.get(job="daifutong.half_settled", business_date=TODAY).report


def released(house: House, amounts: list[str]) -> Batch:
    """Debited, and not a single line is paid yet."""
    batch_id = house.approved(house.file(amounts))
    outbox.relay(100)
    jobs.run(Job.objects.get(kind="daifutong.release").pk)
    return Batch.objects.system("test").get(pk=batch_id)


def refused(*named: str) -> None:
    with pytest.raises(Conflict) as caught:
        close_days()
    assert caught.value.code == "HALF_SETTLED"
    step = CloseStep.objects.get(job="daifutong.half_settled", business_date=TODAY)
    assert step.state == "FAILED"
    assert [name for name in named if name not in step.fault] == []
    assert bankday.closing_day() == TODAY


def test_a_day_whose_wages_are_settled_closes(house: House) -> None:
    house.approved(house.file(["5000.00", "6000.00"]))
    work()
    close_days()
    assert report() == {"sentence": "没有在途明细", "figures": {"in_doubt": 0, "in_doubt_fen": 0}, "cases": []}


def test_lines_in_doubt_are_carried_over_each_with_its_case_and_end_on_another_day(
    house: House, simulator: object
) -> None:
    batch = pay(house, ["5000.00", "6000.00"], [house.staff[0], abroad(house, 1, UNKNOWN)])
    close_days()
    case = Case.objects.system("test").get(kind="daifutong.row.in_doubt")  # the clearing has a difference of its own
    assert report()["figures"] == {"in_doubt": 1, "in_doubt_fen": 600_000}
    assert report()["cases"] == [str(case.pk)]
    assert DayProof.objects.get(pk=TODAY).figures["daifutong.half_settled.in_doubt_fen"] == 600_000
    assert ledger.balance_on(batch.transit, TODAY) == 600_000
    assert (case.state, open_day() > TODAY) == ("OPEN", True)

    work()  # the bank's day-end file has told that it went out
    case.refresh_from_db()
    assert (lines()[3], case.state, ledger.balance(batch.transit)) == (("PAID", "P00"), "CLOSED", 0)
    close_days()
    assert set(Case.objects.system("test").values_list("state", flat=True)) == {"CLOSED"}, "and the clearing agrees"
    assert list(faults()) == []


def test_a_line_that_is_still_on_its_way_is_waited_for(house: House) -> None:
    batch = released(house, ["5000.00", "6000.00"])
    refused(f"{batch.reference}-000002", f"{batch.reference}-000003", "2 项")
    work()
    close_days(0)
    assert ledger.balance_on(batch.transit, TODAY) == 1_100_000, "the lines were paid on the next day"
    assert ledger.balance(batch.transit) == 0
    assert report()["figures"] == {"in_doubt": 0, "in_doubt_fen": 0}


def test_many_lines_are_not_all_named(house: House) -> None:
    released(house, [f"{n}000.00" for n in range(1, 7)])
    with pytest.raises(Conflict, match=r"6 项.*等"):
        close_days()
    work()


def test_a_batch_of_the_next_day_is_no_business_of_this_ones_close(house: House) -> None:
    cut_off()
    house.now = clock.read()
    released(house, ["5000.00"])
    close_days(0)
    assert bankday.closing_day() is None
    work()


@pytest.mark.parametrize("state", ["TAKEN", "PROPOSED"])
def test_a_case_that_somebody_works_on_carries_its_line_over(house: House, simulator: object, state: str) -> None:
    pay(house, ["6000.00"], [abroad(house, 1, UNKNOWN)])
    Case.objects.system("test").update(state=state)
    close_days()
    assert report()["figures"] == {"in_doubt": 1, "in_doubt_fen": 600_000}


def test_doubt_without_a_case_is_refused(house: House, simulator: object) -> None:
    batch = pay(house, ["6000.00"], [abroad(house, 1, UNKNOWN)])
    Case.objects.system("test").update(state="CLOSED", closed_at=clock.wall())
    refused(f"{batch.reference}-000002")
    Case.objects.system("test").update(state="OPEN", closed_at=None)
    close_days(0)


def test_a_transit_account_that_holds_something_else_is_refused(house: House, simulator: object) -> None:
    batch = pay(house, ["6000.00"], [abroad(house, 1, UNKNOWN)])

    def planted(fen: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("UPDATE ledger_account SET balance = balance + %s WHERE id = %s", [fen, batch.transit])
            cursor.execute("SET session_replication_role = origin")

    planted(1)
    refused(batch.reference)
    planted(-1)
    close_days(0)

"""What a month of paid lines costs, and how the bank comes by it (PY-16)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from apps.core import clock
from apps.core.errors import NotFound
from apps.core.models import Job
from apps.daifutong.models import Batch, Contract, FeeStatement
from apps.daifutong.selectors import fee_detail, fees_for_enterprise
from apps.daifutong.services.fee_charge import fees_state
from apps.ledger import api as ledger

from .cast import House, work
from .test_returns import move

APRIL = date(2026, 4, 1)


def state_fees(day: date = APRIL) -> None:
    with transaction.atomic():
        fees_state(day=day, now=clock.read())


def paid(house: House, amounts: list[str]) -> Batch:
    """A batch whose lines all have their money, but for who can take none."""
    batch_id = house.approved(house.file(amounts))
    work()
    return Batch.objects.system("test").get(pk=batch_id)


def balances() -> tuple[int, int]:
    return tuple(ledger.balance(ledger.house_account(code)) for code in ("6021.01", "2221.01"))  # type: ignore[return-value]


def test_a_month_costs_its_paid_lines_and_is_taken_whole(house: House) -> None:
    Contract.objects.system("test").update(fee_own_fen=10_000)  # 100.00 a line
    batch = paid(house, ["5000.00", "6000.00", "7000.00"])
    before, account = balances(), house.payer_balance()
    state_fees()
    work()
    (line,) = fees_for_enterprise(house.as_("maker"))
    assert (line.month, line.own_count, line.other_count, line.state) == ("2026-03", 3, 0, "PAID")
    assert (line.fen, line.net_fen, line.vat_fen) == (300_00, 283_02, 16_98)
    assert house.payer_balance() == account - 300_00
    assert tuple(now - then for now, then in zip(balances(), before, strict=True)) == (283_02, 16_98)
    (part,) = fee_detail(house.as_("maker"), line.id).batches
    assert (part.id, part.own_count, part.fen) == (batch.pk, 3, 300_00)


def test_a_repeat_and_another_day_of_the_month_state_nothing_twice(house: House) -> None:
    paid(house, ["5000.00"])
    for day in (APRIL, APRIL, date(2026, 4, 7)):
        state_fees(day)
    work()
    assert FeeStatement.objects.system("test").count() == 1
    assert house.payer_balance() == 100_000_000 - 500_000 - 50


def test_the_rate_is_that_of_the_day_on_which_the_batch_left(house: House) -> None:
    paid(house, ["5000.00"])
    Contract.objects.system("test").update(fee_own_fen=7)
    paid(house, ["6000.00"])
    state_fees()
    assert FeeStatement.objects.system("test").get().fen == 50 + 7


def test_what_failed_costs_nothing(house: House) -> None:
    batch_id = house.approved(house.file(["5000.00", "6000.00"]))
    move(house, house.staff[0].account_id, "freeze")
    work()
    assert Batch.objects.system("test").get(pk=batch_id).state == "PART_FAILED"
    state_fees()
    assert FeeStatement.objects.system("test").get().own_count == 1


def test_an_enterprise_that_paid_nobody_gets_no_statement(house: House) -> None:
    house.upload(house.file(["5000.00"]))
    state_fees()
    assert not FeeStatement.objects.system("test").exists()


def test_a_fee_of_nothing_is_stated_and_posts_nothing(house: House) -> None:
    Contract.objects.system("test").update(fee_own_fen=0)
    paid(house, ["5000.00"])
    before = balances()
    state_fees()
    work()
    assert FeeStatement.objects.system("test").get().state == "PAID" and balances() == before


@pytest.mark.parametrize("hindrance", ["empty", "frozen"])
def test_an_account_that_cannot_pay_is_looked_at_again(house: House, hindrance: str) -> None:
    batch = paid(house, ["5000.00"])
    Batch.objects.system("test").filter(pk=batch.pk).update(fee_own_fen=99_500_001 if hindrance == "empty" else 50)
    if hindrance == "frozen":
        move(house, house.payer_id, "freeze")
    state_fees()
    work()
    statement, job = FeeStatement.objects.system("test").get(), Job.objects.get(kind="daifutong.fee")
    assert (statement.state, job.state) == ("DUE", "DUE")
    assert timedelta(hours=11) < job.due_at - clock.wall() < timedelta(hours=13)
    FeeStatement.objects.system("test").update(fen=50, vat_fen=3)
    if hindrance == "frozen":
        move(house, house.payer_id, "unfreeze")
    Job.objects.update(due_at=clock.wall())
    work()
    statement.refresh_from_db()
    assert statement.state == "PAID" and house.payer_balance() == 100_000_000 - 500_000 - 50


def test_a_statement_is_its_enterprises_alone(house: House, neighbour: House) -> None:
    paid(house, ["5000.00"])
    state_fees()
    assert fees_for_enterprise(neighbour.as_("maker")) == ()
    with pytest.raises(NotFound):
        fee_detail(neighbour.as_("maker"), FeeStatement.objects.system("test").get().pk)


def test_a_month_of_shanghai_ends_at_its_midnight(house: House) -> None:
    batch = paid(house, ["5000.00"])
    midnight = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
    for finished_at, months in ((midnight - timedelta(seconds=1), ["2026-03"]), (midnight, [])):
        Batch.objects.system("test").filter(pk=batch.pk).update(finished_at=finished_at)
        state_fees()
        assert list(FeeStatement.objects.system("test").values_list("month", flat=True)) == months
        FeeStatement.objects.system("test").delete()
        Job.objects.filter(kind="daifutong.fee").delete()


def test_the_day_that_opens_states_the_month_before(house: House) -> None:
    from apps.core.events import DayOpened
    from apps.core.outbox import publish

    paid(house, ["5000.00"])
    with transaction.atomic():
        publish(DayOpened("2026-04-01"))
    work()
    assert FeeStatement.objects.system("test").get().state == "PAID"

"""The payroll by day and by month: calendar and statistics."""

from dataclasses import replace
from datetime import date

import pytest

from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.ids import new_id
from apps.daifutong.models import Contract
from apps.daifutong.selectors import pay_calendar, payroll_figures
from apps.daifutong.selectors.pay_calendar import next_pay_day

from .cast import House, work
from .test_returns import move
from .test_scheduled import upload


def days(house: House, month: str) -> dict[date, tuple[bool | None, bool, list[str]]]:
    shown = pay_calendar(house.as_("maker"), month, house.now)
    return {
        cell.day: (cell.is_workday, cell.is_pay_day, [batch.state for batch in cell.batches])
        for week in shown.weeks
        for cell in week
        if cell
    }


def test_a_month_has_its_days_in_weeks_from_monday(house: House) -> None:
    shown = pay_calendar(house.as_("maker"), "2026-02", house.now)
    assert [len(week) for week in shown.weeks] == [7] * 5
    assert shown.weeks[0][:6] == (None,) * 6 and shown.weeks[0][6] is not None
    assert (shown.previous, shown.next, shown.is_loaded) == ("2026-01", "2026-03", True)
    assert pay_calendar(house.as_("maker"), "2026-01", house.now).previous == "2025-12"
    assert pay_calendar(house.as_("maker"), "2026-12", house.now).next == "2027-01"


def test_the_agreed_pay_day_stands_on_the_workday_before_a_rest_py_8(house: House) -> None:
    Contract.objects.system("test").update(pay_day=20)
    month = days(house, "2026-02")
    assert month[date(2026, 2, 20)][:2] == (False, False)
    assert month[date(2026, 2, 14)][:2] == (True, True)
    Contract.objects.system("test").update(pay_day=31)
    assert days(house, "2026-02")[date(2026, 2, 28)][:2] == (True, True)  # a Saturday on which people work


def test_at_12_a_year_without_a_calendar_is_said_to_have_none(house: House) -> None:
    shown = pay_calendar(house.as_("maker"), "2031-02", house.now)
    assert (shown.is_loaded, shown.pay_day) == (False, None)
    assert all(cell.is_workday is None for week in shown.weeks for cell in week if cell)


@pytest.mark.parametrize(
    ("agreed", "on", "wanted"),
    [
        (10, date(2026, 3, 2), date(2026, 3, 10)),
        (10, date(2026, 3, 10), date(2026, 3, 10)),
        (10, date(2026, 3, 11), date(2026, 4, 10)),
        (31, date(2026, 2, 1), date(2026, 2, 28)),  # a Saturday on which people work
        (3, date(2026, 4, 4), date(2026, 4, 30)),  # 3 May is in the holiday
        (20, date(2026, 2, 15), date(2026, 3, 20)),  # February's was on the 14th
        (10, date(2026, 12, 11), date(2027, 1, 10)),  # that year is not loaded
    ],
)
def test_the_next_pay_day_is_the_agreed_one_or_the_workday_before(
    house: House, agreed: int, on: date, wanted: date
) -> None:
    Contract.objects.system("test").update(pay_day=agreed)
    assert next_pay_day(house.as_("maker"), on) == (wanted, agreed)


def test_batches_stand_on_the_day_on_which_they_left_or_will(house: House, neighbour: House) -> None:
    house.approved(house.file(["5000.00"]))
    work()
    upload(house, date(2026, 3, 10), "7000.00")
    house.upload(house.file(["6000.00"]))  # without a day, not paid: on none
    month = days(house, "2026-03")
    assert month[date(2026, 3, 2)][2] == ["DONE"] and month[date(2026, 3, 10)][2] == ["PARSED"]
    assert sum(len(states) for _, _, states in month.values()) == 2
    assert not any(states for _, _, states in days(neighbour, "2026-03").values())


def test_the_figures_are_sums_of_what_ended(house: House, neighbour: House) -> None:
    house.approved(house.file(["5000.00", "6000.00"]))
    work()
    house.approved(house.file(["1000.00", "2000.00"]))
    move(house, house.staff[0].account_id, "freeze")
    work()
    found = payroll_figures(house.as_("maker"), house.now)
    assert len(found.months) == 12 and found.months[-1].month == "2026-03" and found.months[0].month == "2025-04"
    last = found.months[-1]
    assert (last.batches, last.paid, last.paid_fen, last.failed, last.failed_fen) == (2, 3, 13_000_00, 1, 1_000_00)
    assert [(line.label, line.count, line.fen) for line in found.kinds] == [("工资", 4, 14_000_00)]
    assert [(line.count, line.fen) for line in found.reasons] == [(1, 1_000_00)]
    assert found.enterprises == ()
    assert payroll_figures(neighbour.as_("maker"), house.now).months[-1].batches == 0


def test_the_bank_sees_the_sums_of_its_units_enterprises(house: House, neighbour: House) -> None:
    house.approved(house.file(["5000.00"]))
    work()
    staff = Actor(
        person_id=new_id(), user_id=new_id(), surface=Surface.CONSOLE, roles=frozenset({Role.AUDITOR}),
        unit_path=house.unit_path, relation=Relation.UNIT,
    )  # fmt: skip
    found = payroll_figures(staff, house.now)
    assert [(line.enterprise_id, line.fen) for line in found.enterprises] == [(house.enterprise_id, 5_000_00)]
    assert payroll_figures(replace(staff, unit_path="/head/west/"), house.now).enterprises == ()

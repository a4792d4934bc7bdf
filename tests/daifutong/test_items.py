"""The file's other amounts become the items of the payslip, seen after step-up alone (PY-13, PY-14)."""

from datetime import date
from decimal import Decimal

import pytest

from apps.core.files import Formula, Row, read_table
from apps.daifutong.models import Payslip
from apps.daifutong.models import Row as Line
from apps.daifutong.rules.payroll_contract import PayItem, PayrollColumns
from apps.daifutong.rules.payroll_file import check_table
from apps.daifutong.rules.payroll_items import ITEMS, item_columns, items_of
from apps.daifutong.selectors import payslip_line

from .cast import House, work
from .test_other_bank import abroad
from .test_payslips import employee, slip_of, view

HEAD = "序号,工号,姓名,部门,出勤天数,应发工资(元),养老保险,个税,公积金,实发金额,银行卡号"


def sheet(house: House, *lines: str) -> bytes:
    people = house.staff
    rows = [
        f"{n},{people[n].emp_no},{people[n].name},生产部,22,{line},{people[n].card}" for n, line in enumerate(lines)
    ]
    return "\n".join([HEAD, *rows, ""]).encode()


def test_the_employee_sees_the_items_in_the_files_order_after_step_up_alone(house: House) -> None:
    house.approved(sheet(house, '"8,200.00",-656,100.5,,7443.50', "6000,,,,6000.00"))
    work()
    opened = view(house, 0, employee(house, 0))
    assert opened.items == (("应发工资", 820_000), ("养老保险", -65_600), ("个税", 10_050))
    assert "820000" not in repr(opened)
    assert view(house, 1, employee(house, 1)).items == (("应发工资", 600_000),)
    closed = payslip_line(employee(house, 0), slip_of(house, 0).pk, house.now)
    assert "8200" not in repr(closed)
    assert "应发" not in repr(closed)


def test_a_wage_to_another_bank_has_its_items_too(house: House, simulator: object) -> None:
    house.staff[0] = abroad(house, 0)
    house.approved(sheet(house, "8200,,,,7443.50"))
    work()
    assert Payslip.objects.system("test").get().items == [["应发工资", 820_000]]


def test_a_file_without_other_amounts_has_no_items(house: House) -> None:
    house.upload(house.file(["5000.00"]))
    assert Line.objects.system("test").get().items == []


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        (Decimal("303.333333"), 30_333), (Decimal("-0.005"), -1), (Decimal("12345678901234567890"), None),
        (Formula(Decimal("656.00")), 65_600), (Formula(None), None), ("¥1,200.50元", 120_050),
        ("-120", -12_000), ("缺", None), ("1.234", None), (True, None), (date(2026, 3, 2), None), (None, None),
        (Decimal(0), None), ("0.00", None),
    ],
)  # fmt: skip
def test_what_is_an_amount(cell: object, fen: int | None) -> None:
    found = items_of(Row(2, [cell]), (("奖金", 0),))
    assert found == ((PayItem("奖金", fen),) if fen is not None else ())


def test_columns_that_are_no_money_and_too_many_columns_are_left_out() -> None:
    words = ["姓名", "出勤天数", "税率", "", "工龄", "* 工龄工资 (元)", *[f"补贴{n}" for n in range(50)]]
    places = item_columns([Row(1, ["工资表"]), Row(2, words)], PayrollColumns({"name": 0}, header_row=2))
    assert places[:2] == (("工龄工资", 5), ("补贴0", 6))
    assert len(places) == ITEMS
    assert item_columns([Row(1, words)], PayrollColumns({"name": 0}, header_row=0)) == ()


def test_a_text_without_header_has_none() -> None:
    table = read_table("1|6217001234567890123|张三|100.00|工资".encode(), "a.txt")
    assert [row.items for row in check_table(table, today=date(2026, 3, 2)).rows] == [()]

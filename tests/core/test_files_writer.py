"""Exports: what a person typed stays text, in xlsx and in csv, whatever it begins with (rule 12)."""

import csv
import io
import zipfile
from decimal import Decimal

import pytest

from apps.core.files import read_table
from apps.core.files.writer import DANGEROUS_STARTS, write_csv, write_xlsx
from apps.core.identifiers import strip_invisible

HEADER = ["姓名", "账号", "金额", "次数"]
ROW = ["张三", "0622000123456789012", Decimal("1234.50"), 3]


def test_an_export_can_be_read_back():
    (sheet,) = read_table(write_xlsx("工资", HEADER, [ROW, ["李四", "1", None, 0]]), "a.xlsx").sheets
    assert sheet.name == "工资"
    assert [row.cells for row in sheet.rows] == [HEADER, ROW, ["李四", "1", None, Decimal(0)]]
    (sheet,) = read_table(write_csv(HEADER, [ROW]), "a.csv").sheets
    assert [row.cells for row in sheet.rows] == [HEADER, ["张三", "0622000123456789012", "1234.50", "3"]]


@pytest.mark.parametrize("start", DANGEROUS_STARTS)
def test_no_text_becomes_a_formula(start):
    attack = f"{start}cmd|' /C calc'!A0"
    book = zipfile.ZipFile(io.BytesIO(write_xlsx("工资", [attack], [[attack]])))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    (sheet,) = read_table(write_xlsx("工资", [attack], [[attack]]), "a.xlsx").sheets
    records = list(csv.reader(io.StringIO(write_csv([attack], [[attack]]).decode("utf-8-sig"), newline="")))
    assert [row.cells for row in sheet.rows] == records == [["'" + attack]] * 2
    assert strip_invisible(records[0][0]) == strip_invisible(attack)


def test_a_number_that_we_made_stays_a_number_even_below_zero():
    assert b"-5.00" in write_csv(["金额"], [[Decimal("-5")]])
    (sheet,) = read_table(write_xlsx("工资", ["金额"], [[Decimal("-5")]]), "a.xlsx").sheets
    assert sheet.rows[1].cells == [Decimal("-5")]

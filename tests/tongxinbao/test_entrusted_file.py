"""Reading a list: headers as people write them, cells as spreadsheets keep them, and each fault once (TX-11)."""

from uuid import UUID

import pytest

from apps.core.files import FileRefused, read_table
from apps.core.files.writer import write_marked, write_xlsx
from apps.core.ids import new_id
from apps.tongxinbao.rules.entrusted_file import (
    SHEET_HEADER,
    Known,
    Limits,
    SentLine,
    judged,
    line_of,
    read_list,
    sheet_marks,
    sheet_rows,
)

LIMITS = Limits(1_000_00, 1_000_00, 20_000_00)
LI, WANG = new_id(), new_id()
KNOWN = {"A1": Known(LI, "李晓雯", ""), "A2": Known(WANG, "王强", "花名册中没有社会保险记录。")}


def judge(*lines: tuple[str, str, str], earlier: frozenset[UUID] = frozenset()) -> list[tuple[str, str]]:
    sent = [line_of(number, *texts) for number, texts in enumerate(lines, 2)]
    return [(line.fault, line.column) for line in judged(sent, KNOWN, LIMITS, earlier)]


@pytest.mark.parametrize(
    "header", [("工号", "姓名", "认购金额"), ("员工编号", "员工姓名", "金额(元)"), ("姓 名", "金额", "工号")]
)
def test_the_columns_are_found_by_their_words(header: tuple[str, ...]) -> None:
    values = {"工号": "A1", "员工编号": "A1", "姓名": "李晓雯", "员工姓名": "李晓雯", "姓 名": "李晓雯"}
    row = tuple(values.get(name, "1,000.00") for name in header)
    table = read_table(write_xlsx("名单", ("晨星", "", ""), [("", "", ""), header, row]), "a.xlsx")
    (line,) = read_list(table)
    assert (line.emp_no, line.name, line.fen, line.number) == ("A1", "李晓雯", 1_000_00, 4)


def test_a_total_is_no_person_and_a_number_is_an_amount() -> None:
    from decimal import Decimal

    rows = [("A1", "李晓雯", Decimal("1000")), ("A2", "王强", Decimal("2000.00")), ("合计", None, Decimal("3000"))]
    table = read_table(write_xlsx("名单", ("工号", "姓名", "认购金额"), rows), "a.xlsx")
    assert [line.fen for line in read_list(table)] == [1_000_00, 2_000_00]


def test_each_line_has_its_first_fault_at_its_cell() -> None:
    assert judge(("A1", "李晓雯", "1000")) == [("", "")]
    assert judge(("A9", "李晓雯", "1000")) == [("E_EMP_NO", "emp_no")]
    assert judge(("A1", "李小雯", "1000")) == [("E_NAME", "name")]
    assert judge(("A2", "王强", "1000")) == [("E_ELIGIBLE", "emp_no")]
    for amount in ("", "一千", "999", "1500", "21000", "1000.001", "-1000"):
        assert judge(("A1", "李晓雯", amount)) == [("E_AMOUNT", "amount")], amount
    assert judge(("A1", "李晓雯", "1000"), ("A1", "李晓雯", "2000")) == [("", ""), ("E_TWICE", "emp_no")]
    assert judge(("A1", "李晓雯", "1000"), earlier=frozenset({LI})) == [("E_EARLIER", "emp_no")]


def test_names_are_the_same_however_they_are_typed() -> None:
    assert judge((" A1 ", "李 晓雯", "¥1,000.00")) == [("", "")]
    assert judge(("A1\x00", "李晓雯\x1b", "1000")) == [("", "")]


def test_the_sheet_of_faults_is_mended_in_place_and_read_again() -> None:
    sent = judged([line_of(2, "A1", "李晓雯", "1500"), line_of(3, "A9", "某人", "1000")], KNOWN, LIMITS, frozenset())
    marks = sheet_marks(sent)
    assert set(marks) == {(0, 2), (1, 0)}
    data = write_marked("名单", SHEET_HEADER, sheet_rows(sent), marks)
    again = read_list(read_table(data, "错误清单.xlsx"))
    assert [(line.emp_no, line.name, line.amount) for line in again] == [
        ("A1", "李晓雯", "1500"), ("A9", "某人", "1000")
    ]  # fmt: skip


def test_what_is_hidden_is_not_bought() -> None:
    import io

    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        for number, row in enumerate([("工号", "姓名", "金额"), ("A1", "李晓雯", "1000"), ("A2", "王强", "1000")]):
            sheet.write_row(number, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
    with pytest.raises(FileRefused) as caught:
        read_list(read_table(out.getvalue(), "a.xlsx"))
    assert caught.value.code == "F_HIDDEN"


def test_a_line_keeps_its_first_fault() -> None:
    line = SentLine(1, "", "", "").wrong("A", "emp_no", "a").wrong("B", "name", "b")
    assert (line.fault, line.message) == ("A", "a")

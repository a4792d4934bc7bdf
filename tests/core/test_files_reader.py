"""The neutral table, the capped child, and each limit of it."""

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest

from apps.core.files import Area, CellError, FileRefused, Formula, Limits, Sheet, column_letters, read_table
from apps.core.files.table import kept_digits
from apps.core.files.text import MOST_RECORDS, decode
from tests.daifutong.files import sheets, xls

LIMITS = Limits()


def refused(data: bytes, filename: str = "a.xlsx", **limits: int) -> str:
    with pytest.raises(FileRefused) as caught:
        read_table(data, filename, limits=replace(LIMITS, **limits))
    return caught.value.code


def cells_of(rows: list, **given: object) -> list:
    (sheet,) = read_table(sheets.xlsx(rows, **given), "a.xlsx").sheets
    return [row.cells for row in sheet.rows]


def test_cells_keep_what_the_file_says():
    rows = [
        [
            "文本",
            None,
            sheets.number("12.30"),
            sheets.number("0.30000000000000004"),
            sheets.number("6.2284804025648900E+18"),
        ],
        [sheets.Xml('t="b"', "<v>1</v>"), sheets.Xml('t="e"', "<v>#N/A</v>"), sheets.formula("A1", "7")],
        [sheets.formula("A1", None), sheets.formula("A1", "文", "str"), sheets.formula("A1", "#REF!", "e")],
    ]
    assert cells_of(rows) == [
        ["文本", None, Decimal("12.30"), Decimal("0.3"), Decimal("6.22848040256489E+18")],
        [True, CellError("#N/A"), Formula(Decimal(7))],
        [Formula(None), Formula("文"), Formula(CellError("#REF!"))],
    ]


def test_dates_are_dates_by_their_style():
    rows = [
        [sheets.number("46054", 1), sheets.number("46054.75", 2), sheets.number("46054", 3), sheets.number("46054")]
    ]
    book = sheets.book(("表", "visible", sheets.sheet_xml(rows)), styles=sheets.STYLES)
    day, number = date(2026, 2, 1), Decimal(46054)
    assert read_table(sheets.pack(book), "a.xlsx").sheets[0].rows[0].cells == [day, day, number, number]
    since_1904 = book["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    (sheet,) = read_table(sheets.pack(book | {"xl/workbook.xml": since_1904}), "a.xlsx").sheets
    assert sheet.rows[0].cells[0] == date(2030, 2, 2)


def test_rich_text_is_joined_and_phonetic_hints_are_left_out():
    rich = '<si><r><t>张</t></r><r><rPr><b/></rPr><t>三</t></r><rPh sb="0" eb="1"><t>zhang</t></rPh></si>'
    strings = f'<sst xmlns="{sheets.MAIN}">{rich}<si><t>a_x0041_&lt;b</t></si></sst>'
    inline = sheets.Xml('t="inlineStr"', '<is><t>李</t><rPh sb="0" eb="1"><t>li</t></rPh></is>')
    rows = [[sheets.shared(0), sheets.shared(1), inline]]
    book = sheets.book(("表", "visible", sheets.sheet_xml(rows)), strings=strings)
    assert read_table(sheets.pack(book), "a.xlsx").sheets[0].rows[0].cells == ["张三", "aA<b", "李"]


def test_prefixed_elements_are_the_same_elements():
    parts = sheets.parts_of(sheets.PAYROLL)
    name = "xl/worksheets/sheet1.xml"
    prefixed = (
        parts[name].replace("xmlns=", "xmlns:x=").replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    )
    parts[name] = prefixed.replace("<x:?xml", "<?xml")
    assert [row.cells for row in read_table(sheets.pack(parts), "a.xlsx").sheets[0].rows] == sheets.PAYROLL


def test_rows_and_cells_without_a_place_follow_one_another():
    row = "<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
    sheet = f'<worksheet xmlns="{sheets.MAIN}"><sheetData>{row}</sheetData></worksheet>'
    (read,) = read_table(sheets.pack(sheets.book(("表", "visible", sheet))), "a.xlsx").sheets
    assert [(row.number, row.cells) for row in read.rows] == [(1, [Decimal(1), None, Decimal(3)])]


def test_what_is_hidden_or_merged_is_told():
    data = sheets.xlsx(
        [["a"], ["b"], [None]],
        row_attributes={2: ' hidden="1"', 3: ' hidden="1"'},
        before='<cols><col min="2" max="4" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="A1:C2"/></mergeCells>',
    )
    (sheet,) = read_table(data, "a.xlsx").sheets
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((2,), ((2, 4),))
    assert sheet.merges == (Area(1, 1, 2, 3),)
    assert sheet.merges[0].ref == "A1:C2"


def test_an_xls_says_the_same_as_an_xlsx():
    rows = [["姓名", "金额"], ["张三", 1234.5], [None, "x"]]
    made = xls.xls(
        xls.Sheet("表", rows, hidden_rows=[2], hidden_columns=[2], merges=[(0, 0, 0, 1)]),
        xls.Sheet("藏", [["a"]], state=2),
    )
    first, second = read_table(made, "a.xls").sheets
    assert [row.cells for row in first.rows] == [["姓名", "金额"], ["张三", Decimal("1234.5")], [None, "x"]]
    assert (first.hidden_rows, first.hidden_columns, first.merges) == ((2,), ((2, 2),), (Area(1, 1, 1, 2),))
    assert second == Sheet("藏", second.rows, visible=False)


def test_an_xls_beyond_one_sector_of_chains_is_read():
    made = xls.xls(xls.Sheet("表", [[f"员工{n}", n] for n in range(3_000)]))
    assert len(read_table(made, "a.xls").sheets[0].rows) == 3_000


def test_each_limit_refuses():
    rows = [["a", "b", "c"]] * 30
    data = sheets.xlsx(rows)
    assert refused(data, file_bytes=len(data) - 1) == "F_TOO_LARGE"
    assert refused(data, rows=-990) == "F_LINES"
    assert refused(data, columns=2) == "F_TOO_LARGE"
    assert refused(data, archive_entries=4) == "F_ARCHIVE"
    assert refused(data, archive_bytes=1_000) == "F_ARCHIVE"
    assert refused(data, part_ratio=1, part_ratio_from=100) == "F_ARCHIVE"
    assert refused(data, parsed_bytes=1_000) == "F_TOO_LARGE"
    assert refused(sheets.xlsx([["长" * 11]]), cell_text=10) == "F_TOO_LARGE"
    assert refused(data, answer_bytes=400) == "F_TOO_LARGE"
    assert refused(data, cells=89) == "F_TOO_LARGE"
    assert len(read_table(data, "a.xlsx", limits=replace(LIMITS, cells=90)).sheets[0].rows) == 30
    assert refused(b"a,b\n" * 30, "a.csv", rows=-990) == "F_LINES"
    assert refused(b"a,b,c\n", "a.csv", columns=2) == "F_TOO_LARGE"
    assert refused(xls.xls(xls.Sheet("表", rows)), "a.xls", rows=-990) == "F_LINES"
    assert refused(xls.xls(xls.Sheet("表", rows)), "a.xls", columns=2) == "F_TOO_LARGE"


def test_a_file_of_nothing_but_blank_records_ends_soon():
    assert refused(b"\n" * (MOST_RECORDS + 1), "a.csv") == "F_LINES"


def test_the_kernel_ends_a_child_that_wants_too_much():
    data = sheets.csv_text([["姓名", "账号"]] * 200_000).encode()
    assert refused(data, "a.csv", memory_bytes=20 * 1024 * 1024) == "F_TOO_LARGE"
    assert refused(data, "a.csv", wall_seconds=0) == "F_TOO_LARGE"
    assert refused(sheets.xlsx([["a", "b", "c"]] * 60_000), cpu_seconds=0) == "F_TOO_LARGE"


def test_the_child_gets_no_secret(monkeypatch):
    monkeypatch.setenv("FIELD_KEYS", "demo1:11")
    seen = {}

    class Child:
        returncode = 0

        def __init__(self, command, **given):
            seen.update(given, command=command)
            given["stdout"].write(b'{"format": "csv", "encoding": "utf-8"}\n')

        def wait(self, timeout):
            return 0

        def poll(self):
            return 0

    monkeypatch.setattr("apps.core.files.reader.subprocess.Popen", Child)
    assert read_table(b"a", "秘密工资.csv").format == "csv"
    assert "FIELD_KEYS" not in seen["env"]
    assert "秘密工资" not in str(seen["command"])


@pytest.mark.parametrize("number", [1, 2, 26, 27, 52, 53, 702, 703, 16_384])
def test_columns_have_the_letters_of_a_spreadsheet(number):
    letters = column_letters(number)
    assert sum((ord(c) - 64) * 26**n for n, c in enumerate(reversed(letters))) == number


@pytest.mark.parametrize(
    ("text", "kept"),
    [("0.1", "0.1"), ("1234.5600000000001", "1234.56"), ("4999.9999999999999", "5000"), ("-1E-5", "-0.00001")],
)
def test_a_number_keeps_15_digits(text, kept):
    assert kept_digits(text) == Decimal(kept)


@pytest.mark.parametrize("text", ["", "x", "NaN", "Infinity", "1E+999999", "1E-99"])
def test_what_is_no_number_is_none(text):
    assert kept_digits(text) is None


def test_encodings_are_told_apart():
    assert decode("张三".encode()) == ("张三", "utf-8")
    assert decode("张三".encode("utf-8-sig")) == ("张三", "utf-8-sig")
    assert decode("张三".encode("gbk")) == ("张三", "gb18030")
    assert decode("\U00020bb7䶮".encode("gb18030")) == ("\U00020bb7䶮", "gb18030")
    assert decode("张三".encode("utf-16")) == ("张三", "utf-16")


def test_a_workbook_of_another_writer_is_read():
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        sheet = workbook.add_worksheet("工资")
        sheet.write_row(0, 0, sheets.HEADER)
        sheet.write_row(1, 0, ["张三", "6220001234567898", 1234.5])
        sheet.write_url(2, 0, "mailto:hr@example.com")
        sheet.write_formula(3, 0, "=SUM(C2:C2)", value=1234.5)
    assert zipfile.is_zipfile(out)
    (read,) = read_table(out.getvalue(), "a.XLSX").sheets
    assert read.rows[1].cells == ["张三", "6220001234567898", Decimal("1234.5")]
    assert read.rows[3].cells == [Formula(Decimal("1234.5"))]

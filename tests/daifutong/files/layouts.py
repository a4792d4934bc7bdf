"""What hides in a sheet, what is merged, and which columns a sheet has."""

from .cases import kind
from .sheets import CARD, HEADER, LINE, OTHER_LINE, PAYROLL, book, csv_text, number, pack, sheet_xml, xlsx
from .xls import Sheet, xls


def hidden_sheet(state: str, rows: object = PAYROLL) -> bytes:
    return pack(book(("工资", "visible", sheet_xml(PAYROLL)), ("旧表", state, sheet_xml(rows))))  # type: ignore[arg-type]


@kind("hidden.xlsx", refused="F_HIDDEN", says="旧表")
def data_on_hidden_sheet() -> bytes:
    return hidden_sheet("hidden")


@kind("veryhidden.xlsx", refused="F_HIDDEN", says="旧表")
def data_on_very_hidden_sheet() -> bytes:
    return hidden_sheet("veryHidden")


@kind("hidden.xls", refused="F_HIDDEN", says="旧表")
def data_on_hidden_sheet_in_xls() -> bytes:
    return xls(Sheet("工资", PAYROLL), Sheet("旧表", PAYROLL, state=2))


@kind("dictionary.xlsx", warnings={2: "W_HIDDEN_SHEET"})
def hidden_sheet_without_payroll() -> bytes:
    return hidden_sheet("hidden", [["部门", "代码"], ["生产部", "01"]])


@kind("rowhidden.xlsx", refused="F_HIDDEN", says="第 3 行")
def hidden_row() -> bytes:
    return xlsx(PAYROLL, row_attributes={3: ' hidden="1"'})


@kind("rowflat.xlsx", refused="F_HIDDEN", says="第 3 行")
def row_without_height() -> bytes:
    return xlsx(PAYROLL, row_attributes={3: ' ht="0" customHeight="1"'})


@kind("rowsaway.xlsx", refused="F_HIDDEN")
def rows_hidden_by_default() -> bytes:
    return xlsx(PAYROLL, before='<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>')


@kind("rowblank.xlsx")
def hidden_row_without_data() -> bytes:
    return xlsx([*PAYROLL, [None]], row_attributes={4: ' hidden="1"'})


@kind("colhidden.xlsx", refused="F_HIDDEN", says="B 列")
def hidden_column() -> bytes:
    return xlsx(PAYROLL, before='<cols><col min="2" max="2" hidden="1"/></cols>')


@kind("colflat.xlsx", refused="F_HIDDEN", says="B、C 列")
def columns_without_width() -> bytes:
    return xlsx(PAYROLL, before='<cols><col min="2" max="3" width="0" customWidth="1"/></cols>')


@kind("colblank.xlsx")
def hidden_columns_without_data() -> bytes:
    return xlsx(PAYROLL, before='<cols><col min="4" max="16384" hidden="1"/></cols>')


@kind("hidden-parts.xls", refused="F_HIDDEN", says="第 2 行")
def hidden_row_in_xls() -> bytes:
    return xls(Sheet("工资", PAYROLL, hidden_rows=[2]))


@kind("hidden-column.xls", refused="F_HIDDEN", says="C 列")
def hidden_column_in_xls() -> bytes:
    return xls(Sheet("工资", PAYROLL, hidden_columns=[3]))


@kind("merged.xlsx", refused="F_MERGED", says="A2:A3")
def merged_lines() -> bytes:
    return xlsx(PAYROLL, after='<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>')


@kind("merged-header.xlsx", refused="F_MERGED", says="B1:C1")
def merged_header() -> bytes:
    return xlsx(PAYROLL, after='<mergeCells count="1"><mergeCell ref="B1:C1"/></mergeCells>')


@kind("merged.xls", refused="F_MERGED", says="A2:B2")
def merged_in_xls() -> bytes:
    return xls(Sheet("工资", PAYROLL, merges=[(1, 1, 0, 1)]))


@kind("title.xlsx")
def merged_title() -> bytes:
    merge = '<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>'
    return xlsx([["二月工资发放表"], *PAYROLL], after=merge)


@kind("template-wrong.xlsx", refused="F_HEADER", says="账号")
def wrong_template() -> bytes:
    return xlsx([["姓名", "入职日期", "实发工资"], ["张三", "2020-01-01", "5000"]])


@kind("headless.csv", refused="F_HEADER", says="表头")
def no_header() -> bytes:
    return csv_text([LINE, OTHER_LINE]).encode()


@kind("doubled.xlsx", refused="F_HEADER", says="2 列")
def duplicated_header() -> bytes:
    return xlsx([[*HEADER, "卡号"], [*LINE, CARD]])


@kind("reordered.xlsx")
def reordered_headers() -> bytes:
    return xlsx([["实发工资", "部门", "姓名", "账号"], *[[a, "生产部", n, c] for n, c, a in PAYROLL[1:]]])


@kind("gross.xlsx", refused="F_AMOUNT_AMBIGUOUS", says="应发")
def only_gross_amounts() -> bytes:
    return xlsx([["姓名", "账号", "应发金额"], LINE, OTHER_LINE])


@kind("two.xlsx", refused="F_SHEETS", says="“一月”、“二月”")
def two_payroll_sheets() -> bytes:
    return pack(book(("一月", "visible", sheet_xml(PAYROLL)), ("二月", "visible", sheet_xml(PAYROLL))))


@kind("sum.xlsx", refused="F_TOTAL_MISMATCH", says="0.50", total="3234.50")
def total_differs() -> bytes:
    return xlsx([*PAYROLL, ["合计", None, number("3234")]])

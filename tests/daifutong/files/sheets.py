"""An xlsx written part by part, so that a test can bend any of them. Nothing here is clever on purpose."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
DEFAULT_TYPE = '<Default Extension="xml" ContentType="application/xml"/>'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

HEADER = ["姓名", "银行卡号", "实发工资"]
CARD, OTHER_CARD = "6220001234567898", "6228480402564890018"
LINE = ["张三", CARD, "1234.50"]
OTHER_LINE = ["李四", OTHER_CARD, "2000.00"]
PAYROLL = [HEADER, LINE, OTHER_LINE]


class Xml(str):
    """A cell given as its inner XML with its type: Xml('t="e"', '<v>#REF!</v>')."""

    attributes: str

    def __new__(cls, attributes: str, inner: str) -> "Xml":
        made = super().__new__(cls, inner)
        made.attributes = attributes
        return made


def number(text: str, style: int = 0) -> Xml:
    return Xml(f's="{style}"', f"<v>{text}</v>")


def formula(text: str, cached: str | None, kind: str = "n") -> Xml:
    return Xml(f't="{kind}"', f"<f>{escape(text)}</f>" + ("" if cached is None else f"<v>{escape(cached)}</v>"))


def shared(index: int) -> Xml:
    return Xml('t="s"', f"<v>{index}</v>")


def letters(index: int) -> str:
    text = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        text, index = chr(65 + rest) + text, index - 1
    return text


def sheet_xml(
    rows: Iterable[Iterable[str | None]],
    *,
    row_attributes: Mapping[int, str] | None = None,
    before: str = "",
    after: str = "",
    first_row: int = 1,
) -> str:
    """`before` and `after` stand around sheetData; texts become inline strings."""
    lines = []
    for row, cells in enumerate(rows, first_row):
        inner = "".join(_cell(f"{letters(column)}{row}", cell) for column, cell in enumerate(cells) if cell is not None)
        lines.append(f'<row r="{row}"{(row_attributes or {}).get(row, "")}>{inner}</row>')
    return f'{XML}<worksheet xmlns="{MAIN}">{before}<sheetData>{"".join(lines)}</sheetData>{after}</worksheet>'


def _cell(ref: str, cell: str) -> str:
    if isinstance(cell, Xml):
        return f'<c r="{ref}" {cell.attributes}>{cell}</c>'
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


def relations(*entries: tuple[str, str, str], extra: str = "") -> str:
    inner = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in entries)
    return f'{XML}<Relationships xmlns="{PACKAGE}">{inner}{extra}</Relationships>'


def book(*sheets: tuple[str, str, str], strings: str | None = None, styles: str | None = None) -> dict[str, str]:
    """The parts of a workbook; `sheets` are (name, state, sheet XML)."""
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" state="{state}" r:id="rId{n}"/>'
        for n, (name, state, _) in enumerate(sheets, 1)
    )
    related = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    parts = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{TYPES}">{DEFAULT_TYPE}</Types>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
    }
    for n, (_, _, xml) in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = xml
    if strings is not None:
        parts["xl/sharedStrings.xml"] = strings
        related.append(("rIdS", "sharedStrings", "sharedStrings.xml"))
    if styles is not None:
        parts["xl/styles.xml"] = styles
        related.append(("rIdT", "styles", "styles.xml"))
    parts["xl/_rels/workbook.xml.rels"] = relations(*related)
    return parts


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts_of(rows: Iterable[Iterable[str | None]], **given: object) -> dict[str, str]:
    return book(("工资", "visible", sheet_xml(rows, **given)))  # type: ignore[arg-type]


def xlsx(rows: Iterable[Iterable[str | None]], **given: object) -> bytes:
    """One visible sheet with these rows."""
    return pack(parts_of(rows, **given))


def csv_text(rows: Iterable[Iterable[str]] = PAYROLL, delimiter: str = ",") -> str:
    return "".join(delimiter.join(row) + "\r\n" for row in rows)


STYLES = (  # style 1 is a date, style 2 a date by a format of its own, 3 an amount
    f'{XML}<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
    '<numFmt numFmtId="165" formatCode="#,##0.00;[Red]\\-#,##0.00"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
)

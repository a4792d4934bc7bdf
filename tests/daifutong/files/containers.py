"""Broken and hostile containers, and what hides in a sheet."""

import io
import zipfile

from .cases import kind
from .sheets import (
    HEADER,
    LINE,
    MAIN,
    OFFICE,
    PACKAGE,
    PAYROLL,
    XML,
    book,
    csv_text,
    pack,
    parts_of,
    relations,
    shared,
    sheet_xml,
    xlsx,
)
from .xls import Sheet, compound, workbook, xls

MIB = 1024 * 1024
EXTERNAL = '<Relationship Id="x1" Type="{kind}" Target="{to}" TargetMode="External"/>'
LOL = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 50 + '"><!ENTITY c "' + "&b;" * 50 + '">]>'
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def with_doctype(doctype: str, text: str) -> bytes:
    parts = parts_of([HEADER, [text, *LINE[1:]]])
    sheet = parts["xl/worksheets/sheet1.xml"].replace(XML, XML + doctype).replace("&amp;", "&")
    return pack(parts | {"xl/worksheets/sheet1.xml": sheet})


def with_part(name: str, content: bytes = b"x", rows: object = PAYROLL) -> bytes:
    return pack({**parts_of(rows), name: content})  # type: ignore[arg-type]


@kind("empty.xlsx", refused="F_EMPTY", says="空")
def empty_file() -> bytes:
    return b""


@kind("zero.xlsx", refused="F_EMPTY", says="表头下面")
def zero_rows() -> bytes:
    return xlsx([["二月工资"], HEADER])


@kind("zero.csv", refused="F_EMPTY")
def zero_rows_in_csv() -> bytes:
    return b"\r\n ,,\r\n"


@kind("blank.xlsx", refused="F_EMPTY")
def no_cell_at_all() -> bytes:
    return xlsx([])


@kind("text.xlsx", refused="F_TYPE", says="另存为")
def not_a_zip() -> bytes:
    return csv_text().encode()


@kind("old.xlsx", refused="F_TYPE", says="旧版")
def xls_renamed() -> bytes:
    return xls(Sheet("工资", PAYROLL))


@kind("new.xls", refused="F_TYPE", says="新版")
def xlsx_renamed() -> bytes:
    return xlsx(PAYROLL)


@kind("page.xls", refused="F_TYPE")
def html_renamed() -> bytes:
    return "<html><table><tr><td>姓名</td></tr></table></html>".encode()


@kind("book.csv", refused="F_TYPE")
def xlsx_as_csv() -> bytes:
    return xlsx(PAYROLL)


@kind("工资.pdf", refused="F_TYPE", says=".csv")
def pdf() -> bytes:
    return b"%PDF-1.7"


@kind("macro.xlsx", refused="F_MACRO", says="宏")
def macro() -> bytes:
    return with_part("xl/vbaProject.bin")


@kind("macro.xlsm", refused="F_MACRO")
def macro_by_name() -> bytes:
    return xlsx(PAYROLL)


@kind("typed.xlsx", refused="F_MACRO")
def macro_by_content_type() -> bytes:
    parts = parts_of(PAYROLL)
    types = parts["[Content_Types].xml"].replace(
        "application/xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    return pack(parts | {"[Content_Types].xml": types})


@kind("macro.xls", refused="F_MACRO")
def macro_in_xls() -> bytes:
    return xls(Sheet("工资", PAYROLL), streams={"_VBA_PROJECT_CUR": b"x"})


@kind("macrosheet.xls", refused="F_MACRO")
def macro_sheet_in_xls() -> bytes:
    return xls(Sheet("工资", PAYROLL), Sheet("宏", [["x"]], kind=1))


@kind("locked.xlsx", refused="F_ENCRYPTED", says="密码")
def encrypted() -> bytes:
    return compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"})


@kind("locked.xls", refused="F_ENCRYPTED", says="密码")
def encrypted_xls() -> bytes:
    return xls(Sheet("工资", PAYROLL), encrypted=True)


@kind("zipped.xlsx", refused="F_ENCRYPTED")
def encrypted_zip() -> bytes:
    data = bytearray(xlsx(PAYROLL))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


@kind("half.xlsx", refused="F_ARCHIVE", says="不完整")
def truncated() -> bytes:
    data = xlsx(PAYROLL)
    return data[: len(data) // 2]


@kind("half.xls", refused="F_ARCHIVE")
def truncated_xls() -> bytes:
    data = xls(Sheet("工资", PAYROLL))
    return data[:1024]


@kind("flipped.xlsx", refused="F_ARCHIVE")
def damaged() -> bytes:
    parts = parts_of(PAYROLL)
    data = bytearray(pack(parts))
    at = data.find(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml") + 20
    data[at : at + 40] = bytes(40)
    return bytes(data)


@kind("bomb.xlsx", refused="F_ARCHIVE", says="压缩")
def zip_bomb() -> bytes:
    return with_part("xl/theme/theme1.xml", b" " * (8 * MIB))


@kind("huge.xlsx", refused="F_ARCHIVE", says="200 MB")
def declares_too_much() -> bytes:
    data = bytearray(with_part("xl/a.xml"))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.rfind(mark)
        data[at + offset : at + offset + 4] = (201 * MIB).to_bytes(4, "little")
        data[at + offset - 4 : at + offset] = (20 * MIB).to_bytes(4, "little")
    return bytes(data)


@kind("nested.xlsx", refused="F_ARCHIVE", says="嵌")
def nested() -> bytes:
    return with_part("xl/media/inner.zip", xlsx(PAYROLL))


@kind("many.xlsx", refused="F_ARCHIVE", says="部件")
def ten_thousand_entries() -> bytes:
    return pack({**parts_of(PAYROLL), **{f"xl/media/{n}.png": "" for n in range(10_000)}})


@kind("twice.xlsx", refused="F_ARCHIVE")
def same_part_twice() -> bytes:
    return pack({**parts_of(PAYROLL), "xl/Worksheets/Sheet1.xml": sheet_xml([HEADER])})


@kind("path.xlsx", refused="F_ARCHIVE", says="路径")
def path_outside() -> bytes:
    return with_part("../../etc/cron.d/evil")


@kind("lol.xlsx", refused="F_XML", says="DOCTYPE")
def xml_bomb() -> bytes:
    return with_doctype(LOL, "&c;")


@kind("xxe.xlsx", refused="F_XML", says="DOCTYPE")
def xxe() -> bytes:
    return with_doctype(XXE, "&e;")


@kind("xxe-aside.xlsx", refused="F_XML")
def xxe_in_a_part_that_nobody_needs() -> bytes:
    return with_part("docProps/core.xml", (XML + XXE + "<x>&e;</x>").encode())


@kind("xxe-utf16.xlsx", refused="F_XML")
def xxe_in_utf16() -> bytes:
    parts = parts_of(PAYROLL)
    workbook_xml = parts["xl/workbook.xml"].replace("UTF-8", "UTF-16").replace("?>\n", "?>" + XXE)
    return pack({**parts, "xl/workbook.xml": workbook_xml.encode("utf-16")})


@kind("broken.xlsx", refused="F_XML")
def xml_not_well_formed() -> bytes:
    parts = parts_of(PAYROLL)
    return pack(parts | {"xl/worksheets/sheet1.xml": parts["xl/worksheets/sheet1.xml"].replace("</row>", "", 1)})


@kind("order.xlsx", refused="F_XML", says="顺序")
def rows_out_of_order() -> bytes:
    parts = parts_of(PAYROLL)
    return pack(
        parts | {"xl/worksheets/sheet1.xml": parts["xl/worksheets/sheet1.xml"].replace('<row r="3">', '<row r="2">')}
    )


@kind("place.xlsx", refused="F_XML")
def one_cell_twice() -> bytes:
    parts = parts_of(PAYROLL)
    return pack(parts | {"xl/worksheets/sheet1.xml": parts["xl/worksheets/sheet1.xml"].replace('r="C2"', 'r="B2"')})


@kind("links.xlsx", refused="F_ARCHIVE", says="外部")
def external_links() -> bytes:
    return with_part("xl/externalLinks/externalLink1.xml", b"<externalLink/>")


@kind("template.xlsx", refused="F_ARCHIVE", says="外部")
def external_relation() -> bytes:
    extra = EXTERNAL.format(kind=f"{OFFICE}/attachedTemplate", to="http://example.com/a")
    return with_part("xl/worksheets/_rels/sheet1.xml.rels", relations(extra=extra).encode())


@kind("links.xls", refused="F_ARCHIVE", says="外部")
def external_links_in_xls() -> bytes:
    return xls(Sheet("工资", PAYROLL), outside=True)


@kind("mail.xlsx")
def hyperlink_is_harmless() -> bytes:
    extra = EXTERNAL.format(kind=f"{OFFICE}/hyperlink", to="mailto:hr@example.com")
    return with_part("xl/worksheets/_rels/sheet1.xml.rels", relations(extra=extra).encode())


@kind("dimension.xlsx")
def lying_dimension() -> bytes:
    return xlsx(PAYROLL, before='<dimension ref="A1:XFD1048576"/>')


@kind("far.xlsx")
def styled_blank_in_the_last_corner() -> bytes:
    after = '</sheetData><sheetData><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    parts = parts_of(PAYROLL)
    sheet = parts["xl/worksheets/sheet1.xml"].replace("</sheetData>", after + "</sheetData>")
    return pack(parts | {"xl/worksheets/sheet1.xml": sheet})


@kind("strings.xlsx", refused="F_TOO_LARGE", says="新的工作簿")
def giant_shared_strings() -> bytes:
    text = "".join(f"<si><t>{n:08d}{'工资' * 10}</t></si>" for n in range(1_000_000))
    strings = f'{XML}<sst xmlns="{MAIN}">{text}</sst>'
    return pack(book(("工资", "visible", sheet_xml([[shared(0)]])), strings=strings))


@kind("strings-ok.xlsx")
def many_unused_shared_strings() -> bytes:
    text = "".join(f"<si><t>{n:08d}</t></si>" for n in range(200_000))
    strings = f'{XML}<sst xmlns="{MAIN}">{text}</sst>'
    return pack(book(("工资", "visible", sheet_xml(PAYROLL)), strings=strings))


@kind("long.xlsx", refused="F_TOO_LARGE")
def one_endless_string_shown_everywhere() -> bytes:
    strings = f'{XML}<sst xmlns="{MAIN}"><si><t>{"长" * 32_000}</t></si></sst>'
    rows = [HEADER, *[[shared(0)] * 20] * 1_000]
    return pack(book(("工资", "visible", sheet_xml(rows)), strings=strings))


@kind("size.csv", refused="F_TOO_LARGE", says="30 MB")
def over_size() -> bytes:
    return b"0" * (30 * MIB + 1)


@kind("rows.csv", refused="F_LINES", says="100,000")
def over_rows() -> bytes:
    return csv_text([HEADER, *[LINE] * 100_001]).encode()


@kind("rows.xlsx", refused="F_LINES", says="100,000")
def far_over_rows() -> bytes:
    return xlsx([HEADER, *[LINE] * 102_000])


@kind("wide.xlsx", refused="F_TOO_LARGE", says="列")
def columns_16384() -> bytes:
    return xlsx([HEADER + [f"列{n}" for n in range(16_381)], LINE])


@kind("wide.csv", refused="F_TOO_LARGE", says="列")
def columns_16384_in_csv() -> bytes:
    return csv_text([HEADER + [f"列{n}" for n in range(16_381)], LINE]).encode()


@kind("relations.xlsx", refused="F_TYPE")
def a_zip_of_something_else() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("工资.csv", csv_text())
    return out.getvalue()


@kind("word.xlsx", refused="F_TYPE")
def a_document_of_another_kind() -> bytes:
    parts = parts_of(PAYROLL)
    main = f'{XML}<Relationships xmlns="{PACKAGE}"></Relationships>'
    return pack(parts | {"_rels/.rels": main})


@kind("old.xls", refused="F_TYPE", says="97")
def xls_of_excel_95() -> bytes:
    return compound({"Book": workbook(Sheet("工资", PAYROLL))})


@kind("loop.xls", refused="F_ARCHIVE")
def xls_with_a_chain_that_never_ends() -> bytes:
    data = bytearray(xls(Sheet("工资", PAYROLL)))
    first_fat = int.from_bytes(data[76:80], "little")
    data[(first_fat + 1) * 512 : (first_fat + 1) * 512 + 4] = (0).to_bytes(4, "little")
    return bytes(data)

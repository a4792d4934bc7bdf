"""An xlsx workbook as a stream of rows: its parts, shared strings and date styles; the sheets are `sheet_xml.py`.

One pass of one parser sees values, formulas, merges and what is hidden. A second reader for the values (calamine) would
cost as much again as it saves, and what was checked could differ from what is paid (docs/adr/0006).
"""

import posixpath
import re
from dataclasses import dataclass, field
from typing import BinaryIO

from .package import Package, local, parser
from .refusal import FileRefused, Limits, too_complex
from .sheet_xml import Book, SheetReader
from .sniff import SUPPORTED, broken_archive, open_archive, outside_link
from .table import plain
from .wire import Answer, text_token

_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # built in, Chinese ones included
_NOT_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


@dataclass(slots=True)
class _Workbook:
    sheets: list[tuple[str, bool, str]] = field(default_factory=list)  # name, visible, relation
    from_1904: bool = False


def read(file: BinaryIO, limits: Limits, answer: Answer) -> None:
    """Answers with the head, each row, then each sheet's facts. Raises FileRefused."""
    package = Package(open_archive(file, limits), limits)
    answer.head("xlsx", None)
    _refuse_macro_type(package)
    relations = _relations(package)
    workbook_part = next((part for kind, part in relations.get("", {}).values() if kind == "officeDocument"), "")
    if workbook_part not in package:
        raise FileRefused("F_TYPE", f"这不是 Excel 工作簿,{SUPPORTED}")
    workbook = _workbook(package, workbook_part)
    parts = relations.get(workbook_part.lower(), {})
    known = {kind: part for kind, part in parts.values() if part in package}
    strings = _shared_strings(package, known["sharedStrings"], limits) if "sharedStrings" in known else []
    dates = _date_styles(package, known["styles"]) if "styles" in known else frozenset()
    book, rows_left = Book(strings, dates, workbook.from_1904), limits.rows
    for name, visible, relation in workbook.sheets:
        kind, part = parts.get(relation, ("", ""))
        if kind == "xlMacrosheet":
            raise FileRefused("F_MACRO", f"工作表“{name}”是宏表,请删除后再上传")
        if kind != "worksheet":
            continue  # a chart has no rows
        if part not in package:
            raise broken_archive()
        reader = SheetReader(book, limits, rows_left if visible else None, answer)
        reader.run(package, part)
        rows_left = reader.rows_left if visible else rows_left
        answer.sheet(reader.sheet(name, visible))


def _refuse_macro_type(package: Package) -> None:
    def visit(_tag: str, attributes: dict[str, str]) -> None:
        if "macroenabled" in attributes.get("ContentType", "").lower():
            raise FileRefused("F_MACRO", "这是带宏的工作簿,请另存为不含宏的 .xlsx 后再上传")

    package.elements("[Content_Types].xml", visit)


def _relations(package: Package) -> dict[str, dict[str, tuple[str, str]]]:
    """Owner part (lower case, "" for the package) → relation id → (kind, target part). Links to outside are refused."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for name in package.names:
        if not name.lower().endswith(".rels"):
            continue
        base, _, file_name = name.lower().rpartition("_rels/")
        found[base + file_name.removesuffix(".rels")] = _targets(package, name, base)
    return found


def _targets(package: Package, name: str, base: str) -> dict[str, tuple[str, str]]:
    targets: dict[str, tuple[str, str]] = {}

    def visit(tag: str, attributes: dict[str, str]) -> None:
        kind, target = attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", "")
        if attributes.get("TargetMode") == "External":
            if kind != "hyperlink":  # a mail address in a cell is harmless; a sheet of another file is not
                raise outside_link()
        elif tag == "Relationship":
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
            targets[attributes.get("Id", "")] = (kind, path)

    package.elements(name, visit)
    return targets


def _workbook(package: Package, part: str) -> _Workbook:
    workbook = _Workbook()

    def visit(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            relation = next((value for key, value in attributes.items() if local(key) == "id"), "")
            visible = attributes.get("state", "visible") == "visible"
            workbook.sheets.append((attributes.get("name", ""), visible, relation))
        elif tag == "workbookPr":
            workbook.from_1904 = attributes.get("date1904") in ("1", "true")

    package.elements(part, visit)
    return workbook


def _shared_strings(package: Package, part: str, limits: Limits) -> list[str | None]:
    """The shared strings, each already as it goes out: a JSON string. Phonetic hints are no part of the text."""
    tokens: list[str | None] = []
    pieces: list[str] = []
    phonetic, made = False, parser()

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal phonetic
        tag = local(tag)
        if tag == "si":
            pieces.clear()
        elif tag == "rPh":
            phonetic = True
        elif tag == "t" and not phonetic:
            made.CharacterDataHandler = pieces.append

    def end(tag: str) -> None:
        nonlocal phonetic
        tag = local(tag)
        if tag == "t":
            made.CharacterDataHandler = None
        elif tag == "rPh":
            phonetic = False
        elif tag == "si":
            text = "".join(pieces)
            if len(text) > limits.cell_text:
                raise too_complex()
            tokens.append(text_token(plain(text)) if text else None)

    made.StartElementHandler, made.EndElementHandler = start, end
    package.feed(part, made)
    return tokens


def _date_styles(package: Package, part: str) -> frozenset[str]:
    """The style numbers (as the `s` of a cell writes them) under which a number is a date or a time."""
    custom: set[int] = set()
    dates: list[str] = []
    place, index = "", 0

    def visit(tag: str, attributes: dict[str, str]) -> None:
        nonlocal place, index
        if tag in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            place, index = tag, 0
        elif tag == "numFmt" and place != "dxfs":
            if re.search("[ymdhs]", _NOT_DATE.sub("", attributes.get("formatCode", "")).lower().replace("general", "")):
                custom.add(int(attributes.get("numFmtId", "0")))
        elif tag == "xf" and place == "cellXfs":
            kind = int(attributes.get("numFmtId", "0"))
            if kind in _DATE_FORMATS or kind in custom:
                dates.append(str(index))
            index += 1

    package.elements(part, visit)
    return frozenset(dates)

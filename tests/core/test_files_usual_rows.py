"""The short way through usual rows says to the byte what expat says, and leaves expat all that is not usual."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.files import FileRefused, Limits, package, sheet_xml, xlsx
from apps.core.files.usual_rows import UsualRows
from apps.core.files.wire import Answer
from fixtures.payroll import made_up_lines, payroll_xlsx
from tests.daifutong.files import cells, containers, layouts, sheets
from tests.daifutong.files.cases import KINDS
from tests.daifutong.test_check_payroll import MARCH

assert cells and containers and layouts  # each declares its kinds

LONG = {"one_endless_string_shown_everywhere", "far_over_rows"}
STRINGS = f'<sst xmlns="{sheets.MAIN}"><si><t>张三</t></si><si><t/></si><si><t>工资</t></si></sst>'


class LongWay:
    """Stands for UsualRows and hands everything to expat."""

    def __init__(self, *_given: object) -> None: ...

    def through(self, chunk: bytes, parse) -> None:
        parse(chunk)

    def rest(self, parse) -> None: ...


def answer(data: bytes, way: type) -> bytes | str:
    """The child's lines, or the code that refuses the file."""
    out = BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet_xml, "UsualRows", way)
        try:
            xlsx.read(BytesIO(data), Limits(), Answer(out, Limits()))
        except FileRefused as refusal:
            return refusal.code
    return out.getvalue()


def by_expat(data: bytes) -> tuple[int, bytes | str]:
    """How many rows expat still saw, and the answer."""
    seen = []

    class Counted(UsualRows):
        def __init__(self, strings, dates, columns, say, ended) -> None:
            super().__init__(strings, dates, columns, say, lambda: seen.append(ended()) or seen[-1])

    said = answer(data, Counted)
    return sum(seen), said


def book(rows: str, *, head: str = "", after: str = "", xml: str = sheets.XML) -> bytes:
    sheet = f'{xml}<worksheet xmlns="{sheets.MAIN}">{head}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return sheets.pack(sheets.book(("工资", "visible", sheet), strings=STRINGS, styles=sheets.STYLES))


def usual(number: int) -> str:
    return (
        f'<row r="{number}" spans="1:3"><c r="A{number}" t="s"><v>0</v></c><c r="B{number}" s="3"/>'
        f'<c r="C{number}"><v>{number}.5</v></c></row>'
    )


def test_a_payroll_of_every_day_takes_the_short_way() -> None:
    data = payroll_xlsx(made_up_lines(2_000), company="演示公司", month=MARCH)
    left_to_expat, said = by_expat(data)
    assert left_to_expat <= 3
    assert said == answer(data, LongWay)


def workbooks() -> Iterator[object]:
    """Those of many megabytes, which expat takes half a minute for, belong to the slow tier."""
    for kind in KINDS:
        if kind.filename.endswith("xlsx"):
            yield pytest.param(kind, id=kind.name, marks=[pytest.mark.slow] if kind.name in LONG else [])


@pytest.mark.parametrize("kind", list(workbooks()))
def test_every_kind_of_workbook_gets_the_same_answer(kind) -> None:
    data = kind.make()
    assert answer(data, UsualRows) == answer(data, LongWay)


ODD = {
    "a comment that looks like rows": f"{usual(1)}<!-- {usual(2)} -->{usual(3)}",
    "a comment behind a row without cells": f'<row r="1"/><!-- x</row>{usual(2)} -->{usual(3)}',
    "a comment in a row": f'<row r="1"><!-- </row>{usual(2)} --></row>{usual(3)}',
    "character data in a row": f'<row r="1"><c r="A1"><v><![CDATA[</row>{usual(2)}]]></v></c></row>{usual(3)}',
    "an instruction": f'<row r="1"><?x </row>?></row>{usual(3)}',
    "rows that come back": f"{usual(2)}{usual(1)}",
    "a row twice": f"{usual(1)}{usual(1)}",
    "cells that come back": '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
    "a cell of another row": f'{usual(1)}<row r="2"><c r="A1"><v>1</v></c></row>',
    "a string that is none": '<row r="1"><c r="A1" t="s"><v>3</v></c></row>',
    "a string beyond the end, in a shape known": f"{usual(1)}{usual(2).replace('<v>0', '<v>9')}",
    "an index that is no number": '<row r="1"><c r="A1" t="s"><v>0.5</v></c></row>',
    "blank strings": '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>'
    '<c r="D1" t="s"><v>1</v></c></row>',
    "nothing but a blank": f'{usual(1)}<row r="2"><c r="A2" t="s"><v>1</v></c></row>{usual(3)}',
    "dates": f'{usual(1)}<row r="2"><c r="A2" s="1"><v>46054</v></c></row>{usual(3)}',
    "formulas": f'{usual(1)}<row r="2"><c r="A2"><f>A1</f><v>7</v></c></row>{usual(3)}',
    "a hidden row": f'{usual(1)}<row r="2" hidden="1"><c r="A2"><v>7</v></c></row>{usual(3)}',
    "rows of LibreOffice": usual(1).replace(
        ' spans="1:3"',
        ' customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" collapsed="false"',
    )
    + usual(2),
    "a row without height": f'<row r="1" ht="0"><c r="A1"><v>7</v></c></row><row r="2" ht="0.0"/>{usual(3)}',
    "numbers too long": f'{usual(1)}<row r="2"><c r="A2"><v>6228480402564890018</v></c></row>{usual(3)}',
    "spaces around numbers": f'<row r="1"><c r="A1"><v> 7 </v></c></row>{usual(2)}',
    "entities": f'<row r="1"><c r="A1"><v>&#55;</v></c></row>{usual(2)}',
    "attributes twice": f'{usual(1)}<row r="2" r="3"><c r="A2"><v>7</v></c></row>',
    "a row that does not end": f'{usual(1)}<row r="2"><c r="A2"><v>7</v></c>',
    "far columns": '<row r="1"><c r="XFD1"><v>7</v></c></row>',
    "no place": f"<row><c><v>1</v></c></row>{usual(2)}",
    "text between": f"{usual(1)}x{usual(2)}\n{usual(3)}",
    "two blocks of rows": f"{usual(1)}</sheetData><sheetData>{usual(2)}",
    "rows within rows": f'<row r="1"><row r="2"><c r="A2"><v>1</v></c></row>{usual(3)}</row>{usual(4)}',
    "no height unless said": usual(1) + '<row r="2"><sheetFormatPr zeroHeight="1"/></row>' + usual(3),
}


def test_a_row_within_a_row_is_refused() -> None:
    assert answer(book(ODD["rows within rows"]), UsualRows) == "F_XML"


@pytest.mark.parametrize("rows", ODD.values(), ids=ODD)
def test_odd_rows_get_the_same_answer(rows: str) -> None:
    assert answer(book(rows), UsualRows) == answer(book(rows), LongWay)


@pytest.mark.parametrize(
    "given",
    [
        {"head": '<sheetFormatPr zeroHeight="1"/>'},
        {"head": "<!-- <sheetData> -->"},
        {"head": usual(5)},
        {"xml": '<?xml version="1.0" encoding="ISO-8859-1"?>'},
        {"xml": '<?xml version="1.0" encoding="cp037"?>'},
        {"xml": '<!DOCTYPE x [<!ENTITY a "1">]>'},
        {"xml": "\ufeff" + sheets.XML},
        {"after": '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'},
        {"after": "<!DOCTYPE x>"},
    ],
    ids=str,
)
def test_what_stands_around_the_rows_counts(given: dict) -> None:
    data = book(usual(1) + usual(2) + usual(3), **given)
    assert answer(data, UsualRows) == answer(data, LongWay)


PIECES = re.findall(r"<[^>]*>|[^<]+", usual(7) + ODD["formulas"] + ODD["dates"] + ODD["blank strings"])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(st.integers(1, 9).map(usual), st.sampled_from(PIECES)), max_size=12), st.integers(300, 1500))
def test_any_mixture_gets_the_same_answer_in_pieces_of_any_size(parts: list[str], chunk: int) -> None:
    data = book("".join(parts))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "_CHUNK", chunk)
        assert answer(data, UsualRows) == answer(data, LongWay)

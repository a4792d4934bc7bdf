"""The one writer of PDFs: facts, perhaps paragraphs or a table, and on each page a foot with its number of how many.

A4 upright, measured in points. Text is set in the font of settings.PDF_FONT, which is embedded: it looks the same
everywhere, can be searched and copied, and its digits are all of one width.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from ..errors import Unavailable

WIDTH, HEIGHT, MARGIN = 595, 842, 40
INNER = WIDTH - 2 * MARGIN
TOP, BOTTOM = HEIGHT - 92, 64  # between them stands what the pages are for
LABEL, VALUE = 66, INNER // 2 - 72  # of a fact; two stand side by side
SIZE, LEADING, GAP = 8, 11, 5
TITLE, SEAL = 15, 42
HAIR = Decimal("0.4")
BLACK, GREY, PALE, LINE, RED = map(HexColor, ("#000000", "#5b6270", "#eef0f4", "#c9ced8", "#c8312b"))
DEMO = "演示"
SAMPLE = "本文件由演示系统生成,不是真实的银行凭证,不具有法律效力。"
rl_config.useA85 = 0  # binary streams: a fifth smaller, and quicker


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table, so many points wide; figures stand at its right."""

    title: str
    width: int
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of text that is read, or a heading above some."""

    text: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What is printed: `facts` are labels with values, `passages` stand below them, `totals` is the last row of the
    table, `foot` stands on each page and `subject` on all but the first; the seal says what it is the seal of."""

    title: str
    facts: Sequence[tuple[str, str]]
    foot: str
    seal: str
    notes: Sequence[str] = ()
    subject: str = ""
    passages: Sequence[Passage] = ()
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[str]] = ()
    totals: Sequence[str] = ()


def write_pdf(document: Document) -> bytes:
    """The document as a file. Raises Unavailable when the font is not there."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), pageCompression=1, lang="zh-CN")
    canvas.setTitle(f"{document.title} {document.foot}")
    canvas.setAuthor(settings.BANK_NAME)
    pages = list(_pages(document))
    for number, blocks in enumerate(pages, 1):
        _frame(canvas, document, number, len(pages))
        y = TOP
        for block in blocks:
            block.draw(canvas, y)
            y -= block.height
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Cell:
    """Text at a place from the left margin, as wide as it may be."""

    lines: tuple[str, ...]
    x: int
    width: int
    is_figure: bool = False
    color: HexColor = BLACK


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands together on a page: cells side by side."""

    cells: tuple[_Cell, ...]
    height: int
    is_head: bool = False
    is_ruled: bool = False
    seal: str = ""

    def draw(self, canvas: Canvas, y: int) -> None:
        if self.is_head:
            canvas.setFillColor(PALE)
            canvas.rect(MARGIN, y - self.height, INNER, self.height, stroke=0, fill=1)
        if self.is_ruled:
            canvas.setStrokeColor(LINE)
            canvas.line(MARGIN, y - self.height, MARGIN + INNER, y - self.height)
        color = None
        for cell in self.cells:
            if cell.color is not color:  # told each time, it takes half of all the time
                canvas.setFillColor(color := cell.color)
            for number, line in enumerate(cell.lines, 1):
                if line:
                    _text(canvas, cell, y - LEADING * number - 1, line)
        if self.seal:
            _seal(canvas, MARGIN + INNER - SEAL - 8, y - SEAL - 8, self.seal)


def _pages(document: Document) -> Iterator[list[_Block]]:
    """The blocks page by page; the table's head comes again at the top of each page of it."""
    head = _row([column.title for column in document.columns], document.columns, is_head=True)
    page, left = list(_facts(document.facts)), TOP - BOTTOM
    left -= sum(block.height for block in page)
    for block in _passages(document.passages):
        if block.height > left:
            yield page
            page, left = [], TOP - BOTTOM
        page.append(block)
        left -= block.height
    table = [_row(row, document.columns) for row in document.rows]
    if document.totals:
        table.append(_row(document.totals, document.columns, is_head=True))
    if document.columns:
        page.append(head)
        left -= head.height
    for block in table:
        if block.height > left:
            yield page
            page, left = [head], TOP - BOTTOM - head.height
        page.append(block)
        left -= block.height
    end = _end(document)
    if end.height > left:
        yield page
        page = []
    yield [*page, end]


def _facts(facts: Sequence[tuple[str, str]]) -> Iterator[_Block]:
    for first in range(0, len(facts), 2):
        cells: list[_Cell] = []
        for place, (label, value) in enumerate(facts[first : first + 2]):
            x = place * (INNER // 2)
            cells += [_Cell((label,), x, LABEL, color=GREY), _Cell(_wrapped(value, VALUE), x + LABEL, VALUE)]
        yield _Block(tuple(cells), max(len(cell.lines) for cell in cells) * LEADING + GAP)
    yield _Block((), GAP)


def _passages(passages: Sequence[Passage]) -> Iterator[_Block]:
    """A block a line, so that a paragraph may go on overleaf; a heading stays with the first line below it."""
    above: tuple[str, ...] = ()
    for passage in passages:
        if passage.is_heading:
            above = (*above, "", passage.text)
            continue
        for line in _wrapped(passage.text, INNER):
            lines, above = (*above, line), ()
            yield _Block((_Cell(lines, 0, INNER),), len(lines) * LEADING)
        yield _Block((), GAP)


def _row(texts: Sequence[str], columns: Sequence[Column], *, is_head: bool = False) -> _Block:
    cells, x = [], 0
    for text, column in zip(texts, columns, strict=True):
        lines = (text,) if column.is_figure else _wrapped(text, column.width - GAP)
        cells.append(_Cell(lines, x, column.width - GAP, column.is_figure))
        x += column.width
    height = max((len(cell.lines) for cell in cells), default=1) * LEADING + GAP
    return _Block(tuple(cells), height, is_head, is_ruled=not is_head)


def _end(document: Document) -> _Block:
    """Notes and seal, never on two pages."""
    width = INNER - 2 * SEAL - 24
    lines = tuple(line for note in (*document.notes, SAMPLE) for line in _wrapped(note, width))
    height = max(GAP + len(lines) * LEADING, 2 * SEAL + 16)
    return _Block((_Cell(("", *lines), 0, width, color=GREY),), height + LEADING, seal=document.seal)


def _frame(canvas: Canvas, document: Document, number: int, count: int) -> None:
    """The page before anything stands on it: head, foot, and behind all that it is a sample."""
    font = _font()
    canvas.setLineWidth(HAIR)
    canvas.saveState()
    canvas.setFillColor(PALE)
    canvas.setFont(font, 150)
    canvas.translate(WIDTH // 2, HEIGHT // 2)
    canvas.rotate(40)
    canvas.drawCentredString(0, -50, DEMO)
    canvas.restoreState()
    canvas.setFillColor(BLACK)
    canvas.setFont(font, TITLE)
    canvas.drawString(MARGIN, HEIGHT - 54, settings.BANK_NAME)
    canvas.drawRightString(MARGIN + INNER, HEIGHT - 54, document.title)
    canvas.setStrokeColor(LINE)
    canvas.line(MARGIN, HEIGHT - 64, MARGIN + INNER, HEIGHT - 64)
    canvas.line(MARGIN, BOTTOM - 14, MARGIN + INNER, BOTTOM - 14)
    canvas.setFont(font, SIZE)
    canvas.setFillColor(GREY)
    if number > 1:
        canvas.drawString(MARGIN, HEIGHT - 78, document.subject)
    canvas.drawString(MARGIN, BOTTOM - 28, document.foot)
    canvas.drawRightString(MARGIN + INNER, BOTTOM - 28, f"{DEMO} · 第 {number} / {count} 页")


def _seal(canvas: Canvas, x: int, y: int, words: str) -> None:
    """A round seal about a point: whose, and of what."""
    canvas.saveState()
    canvas.setStrokeColor(RED)
    canvas.setFillColor(RED)
    canvas.setLineWidth(2)
    canvas.circle(x, y, SEAL)
    canvas.setFont(_font(), 9)
    for line, height in ((settings.BANK_NAME, 12), (words, -4), (f"({DEMO})", -20)):
        canvas.drawCentredString(x, y + height, line)
    canvas.restoreState()


def _text(canvas: Canvas, cell: _Cell, base: int, text: str) -> None:
    """A line of a cell; a figure stands at the right, smaller when its column is too narrow for it."""
    if not cell.is_figure:
        canvas.drawString(MARGIN + cell.x, base, text)
        return
    right, wide = MARGIN + cell.x + cell.width, sum(map(_wide, text))
    if wide > cell.width:
        canvas.setFont(_font(), SIZE * cell.width / wide)
        canvas.drawRightString(right, base, text)
        canvas.setFont(_font(), SIZE)
    else:
        canvas.drawString(right - wide, base, text)


@lru_cache(maxsize=8192)
def _wide(letter: str) -> Any:
    """Of one letter; the font moves no two together."""
    return pdfmetrics.stringWidth(letter, _font(), SIZE)


@lru_cache(maxsize=4096)
def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """Text in lines that are no wider; Chinese may be broken anywhere."""
    lines, line, wide = [], "", 0
    for letter in " ".join(text.split()):
        step = _wide(letter)
        if wide + step > width:
            lines.append(line)
            line, wide = "", 0
        line, wide = line + letter, wide + step
    return (*lines, line)


@cache
def _font() -> str:
    """The name of the font, read once a process."""
    try:
        pdfmetrics.registerFont(TTFont("text", str(Path(settings.PDF_FONT))))
    except (OSError, TTFError) as error:
        raise Unavailable("暂时不能生成 PDF:服务器上没有中文字体。") from error
    return "text"

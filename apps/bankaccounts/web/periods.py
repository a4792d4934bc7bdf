"""The period that is asked for, on every surface: its form, its quick choices, and its lines as a file."""

import re
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import IO
from uuid import UUID

from django import forms
from django.http import FileResponse

from apps.core import clock
from apps.core.clock import SHANGHAI
from apps.core.errors import InvalidInput, NotFound
from apps.core.files.writer import OutCell, save_csv, save_xlsx
from apps.core.http.forms import DayInput
from apps.core.http.request import Request
from apps.core.money import plain_yuan
from apps.core.parts import Link, Pages
from apps.ledger.contracts import MOST_LINES, PeriodLine, PeriodSheet

from ..contracts import PeriodPage
from ..rules import month_of
from ..selectors import period_streamed

SHEET_LINES = 50_000  # of an xlsx: some three seconds of one processor; a CSV takes a twentieth of that
COLUMNS = ("序号", "记账日期", "入账时间", "摘要", "支出(元)", "收入(元)", "余额(元)", "凭证号")
XLSX, CSV = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv; charset=utf-8"
MONTH = re.compile(r"(?P<year>20[0-9]{2})-(?P<month>0[1-9]|1[0-2])")
ONE_DAY = timedelta(days=1)
Period = tuple[date, date]


class PeriodForm(forms.Form):
    first = forms.DateField(
        label="开始日期",
        widget=DayInput,
        error_messages={"required": "请选择开始日期。", "invalid": "开始日期请填写如 2026-03-02。"},
    )
    last = forms.DateField(
        label="结束日期",
        widget=DayInput,
        error_messages={"required": "请选择结束日期。", "invalid": "结束日期请填写如 2026-03-02。"},
    )

    @property
    def period(self) -> Period:
        """What was asked for; of a valid form."""
        return self.cleaned_data["first"], self.cleaned_data["last"]


def this_month(today: date) -> Period:
    return today.replace(day=1), today


def last_month(today: date) -> Period:
    last = today.replace(day=1) - ONE_DAY
    return last.replace(day=1), last


def period_form(request: Request, today: date) -> PeriodForm:
    """The form as it was sent, or for this month up to today."""
    if request.GET.keys() & {"first", "last"}:
        return PeriodForm(request.GET)
    first, last = this_month(today)
    return PeriodForm({"first": first, "last": last})


def choices(chosen: Period | None, today: date) -> tuple[Link, ...]:
    """The quick choices; the last one is active for any other period."""
    quick = (("本月", this_month(today)), ("上月", last_month(today)))
    links = [Link(label, query(period), active=period == chosen) for label, period in quick]
    return (*links, Link("自选期间", "#period", active=not any(link.active for link in links)))


def query(period: Period) -> str:
    return f"?first={period[0]}&last={period[1]}"


def month_asked(request: Request, today: date) -> Period:
    """The month that was asked for, up to today if it is this one. Raises InvalidInput for what is no month."""
    text = (request.POST if request.method == "POST" else request.GET).get("month") or f"{today:%Y-%m}"
    found = MONTH.fullmatch(text)
    if found is None:
        raise InvalidInput("E_MONTH", "月份请填写如 2026-03。")
    return month_of(date(int(found["year"]), int(found["month"]), 1), today)


def pager(found: PeriodPage, address: str) -> Pages:
    """`address` is that of the list with its query."""

    def at(number: int) -> str:
        return f"{address}&page={number}" if 1 <= number <= found.pages else ""

    return Pages(found.number, found.pages, found.sheet.count, at(found.number - 1), at(found.number + 1))


def period_file(request: Request, account_id: UUID, kind: str) -> FileResponse:
    """The lines of a period as csv or xlsx, what it held before above them and the totals below.

    Written into a file before the first byte goes out: a slow reader keeps no transaction open, and memory does not
    grow with the lines. Raises InvalidInput, PeriodTooFull, NotFound.
    """
    today = clock.read().business_date
    form = period_form(request, today)
    if not form.is_valid():
        raise InvalidInput("PERIOD", "请填写正确的开始日期和结束日期。")
    first, last = form.period
    most = MOST_LINES if kind == "csv" else SHEET_LINES
    out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    with period_streamed(request.actor, account_id, first=first, last=last, today=today, most=most) as found:
        if found is None:
            raise NotFound("没有找到这个账户。")
        account, sheet, lines = found
        if kind == "csv":
            save_csv(out, COLUMNS, _rows(sheet, lines))
        else:
            save_xlsx(out, "对账单", COLUMNS, _rows(sheet, lines))
    out.seek(0)
    name = f"statement-{account.tail4}-{first:%Y%m%d}-{last:%Y%m%d}.{kind}"
    return FileResponse(out, as_attachment=True, filename=name, content_type=CSV if kind == "csv" else XLSX)


def _rows(sheet: PeriodSheet, lines: Iterator[PeriodLine]) -> Iterator[tuple[OutCell, ...]]:
    yield None, f"{sheet.first}", None, "期初余额", None, None, _yuan(sheet.opening), None
    for line in lines:
        taken, brought = (_yuan(line.taken), None) if line.amount < 0 else (None, _yuan(line.amount))
        yield (
            line.number, f"{line.business_date}", f"{line.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}", line.summary,
            taken, brought, _yuan(line.balance), f"{line.journal_id}-{line.leg}",
        )  # fmt: skip
    total = f"合计:支出 {sheet.debits:,} 笔,收入 {sheet.credits:,} 笔"
    yield None, f"{sheet.last}", None, total, _yuan(sheet.debit), _yuan(sheet.credit), _yuan(sheet.closing), None


def _yuan(fen: int) -> Decimal:
    return Decimal(plain_yuan(fen))

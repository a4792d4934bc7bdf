"""The books in the console: trial balance, and from a code down to the legs of a journal. Reading changes nothing."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.files.writer import OutCell, write_xlsx
from apps.core.http.forms import DayInput, page_number
from apps.core.http.request import Request
from apps.core.money import plain_yuan
from apps.core.parts import Link, Pages, Pair

from ..contracts import CNY, ENTRIES_A_PAGE, GlLine, JournalSheet, TrialBalance
from ..selectors import entries_of, entry_count
from ..selectors.books import (
    ACCOUNTS_A_PAGE,
    LEGS_A_PAGE,
    account_line,
    accounts_under,
    assets_kept,
    journal_sheet,
    trial_balance,
)

VIEW = "ledger.books.view"
COLUMNS = ("科目代码", "科目名称", "类别", "期初余额", "借方发生额", "贷方发生额", "期末余额")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DayForm(forms.Form):
    day = forms.DateField(label="会计日期", required=False, widget=DayInput)
    asset = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)


@page("console", permission=VIEW, relation=Relation.UNIT)
def books(request: Request) -> HttpResponse:
    form, balance = _asked(request)
    tabs = [
        Link("人民币" if asset == CNY else asset, f"?asset={asset}&day={balance.day}", active=asset == balance.asset)
        for asset in assets_kept()
    ]
    shown = {"form": form, "balance": balance, "tabs": tabs if len(tabs) > 1 else ()}
    return render(request, "console/ledger/books.html", shown, status=200 if form.is_valid() else 422)


@page("console", permission=VIEW, relation=Relation.UNIT)
def books_file(request: Request) -> HttpResponse:
    """The trial balance as a sheet."""
    _, balance = _asked(request)
    rows = [_cells(line) for line in (*balance.lines, balance.total)]
    name = f"trial-balance-{balance.asset}-{balance.day}.xlsx"
    return HttpResponse(
        write_xlsx("试算平衡表", COLUMNS, rows),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _cells(line: GlLine) -> list[OutCell]:
    figures = (line.opening, line.debit, line.credit, line.closing)
    return [line.code, line.name, line.kind_label, *(Decimal(plain_yuan(fen)) for fen in figures)]


def _asked(request: Request) -> tuple[DayForm, TrialBalance]:
    today = clock.read().business_date
    form = DayForm(request.GET or {"day": today})
    day = (form.cleaned_data["day"] if form.is_valid() else None) or today
    asset = str(form.cleaned_data.get("asset") or CNY)
    return form, trial_balance(request.actor, day=day, asset=asset)


@page("console", permission=VIEW, relation=Relation.UNIT)
def books_code(request: Request, code: str) -> HttpResponse:
    """The accounts under a code."""
    number, asset = page_number(request), request.GET.get("asset", CNY)[:12]
    name, accounts, total = accounts_under(request.actor, code, asset=asset, page=number)
    pages = _pages(number, total, ACCOUNTS_A_PAGE, lambda to: f"?asset={asset}&page={to}")
    crumbs = (Link("总账", reverse("console:books")), Link(f"{code} {name}", ""))
    shown = {"code": code, "name": name, "accounts": accounts, "pages": pages, "crumbs": crumbs}
    return render(request, "console/ledger/code.html", shown)


@page("console", permission=VIEW, relation=Relation.UNIT)
def books_account(request: Request, account_id: UUID) -> HttpResponse:
    """The entries of an account, newest first."""
    number = page_number(request)
    code, name, account = account_line(request.actor, account_id)
    pages = _pages(number, entry_count(account_id), ENTRIES_A_PAGE, lambda to: f"?page={to}")
    crumbs = (
        Link("总账", reverse("console:books")),
        Link(f"{code} {name}", reverse("console:books_code", args=[code])),
        Link("分户账", ""),
    )
    shown = {"account": account, "entries": entries_of(account_id, page=number), "pages": pages, "crumbs": crumbs}
    return render(request, "console/ledger/account.html", shown)


@page("console", permission=VIEW, relation=Relation.UNIT)
def books_journal(request: Request, journal_id: UUID) -> HttpResponse:
    """A journal with its legs."""
    number = page_number(request)
    sheet = journal_sheet(request.actor, journal_id, page=number)
    pages = _pages(number, sheet.leg_count, LEGS_A_PAGE, lambda to: f"?page={to}")
    crumbs = (Link("总账", reverse("console:books")), Link("记账凭证", ""))
    shown = {"sheet": sheet, "pairs": _pairs(sheet), "pages": pages, "crumbs": crumbs}
    return render(request, "console/ledger/journal.html", shown)


def _pairs(sheet: JournalSheet) -> tuple[Pair, ...]:
    def linked(label: str, journal_id: UUID) -> Pair:
        return Pair(label, str(journal_id), url=reverse("console:books_journal", args=[journal_id]))

    return (
        Pair("摘要", sheet.summary),
        Pair("业务类型", sheet.kind),
        Pair("会计日期", f"{sheet.business_date:%Y-%m-%d}"),
        Pair("起息日", f"{sheet.value_date:%Y-%m-%d}"),
        *((linked("冲正原凭证", sheet.reverses),) if sheet.reverses else ()),
        *(linked("已被冲正", journal_id) for journal_id in sheet.reversed_by),
    )


def _pages(number: int, total: int, size: int, at: Callable[[int], str]) -> Pages:
    last = max(-(-total // size), 1)
    return Pages(
        number, last, total, at(number - 1) if 1 < number <= last else "", at(number + 1) if number < last else ""
    )

"""The enterprise's accounts in the office: what they hold, what moved, receipts and statements."""

from datetime import date
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, NotFound
from apps.core.http.forms import answer_invalid, page_number
from apps.core.http.request import Request
from apps.core.money import Fen
from apps.core.parts import Link

from ..contracts import AccountBrief, EntryDetail
from ..selectors import (
    accounts_for_enterprise,
    balance_for_holder,
    entry_for_holder,
    is_confirmation_due,
    period_for_holder,
    statement_for_holder,
    statement_printed,
    statements_for_holder,
)
from ..services.receipt_issue import receipt_issue
from ..services.statement_issue import statement_issue as issue
from .documents import receipt_json, receipt_pdf, statement_pdf
from .periods import PeriodForm, choices, last_month, pager, period_file, period_form, query
from .screens import entry_pairs, period_stats, receipt_pairs, statement_pairs

READ, OWN = "bankaccounts.account.read", Relation.ENTERPRISE
NO_ACCOUNT = "没有找到这个账户。"


@page("office", permission=READ, relation=OWN)
def account_list(request: Request) -> HttpResponse:
    shown = {
        "accounts": accounts_for_enterprise(request.actor),
        "is_due": is_confirmation_due(request.actor, clock.read()),
    }
    return render(request, "office/bankaccounts/account_list.html", shown)


@page("office", permission=READ, relation=OWN)
def account_detail(request: Request, account_id: UUID) -> HttpResponse:
    """An account with what moved in a period, of which its statement is made."""
    return _account_page(request, account_id)


def _account_page(
    request: Request, account_id: UUID, sent: PeriodForm | None = None, error: AppError | None = None
) -> HttpResponse:
    today = clock.read().business_date
    account, held = _account(request, account_id)
    form = sent or period_form(request, today)
    chosen = form.period if form.is_valid() else None
    template = "office/bankaccounts/account_detail.html"
    shown = {
        "account": account,
        "held": held,
        "form": form,
        "choices": choices(chosen, today),
        "issued": statements_for_holder(request.actor, account_id),
        "crumbs": _crumbs(Link(f"{account.class_label} 尾号 {account.tail4}", "")),
    }
    if chosen is None or error is not None:
        return answer_invalid(request, template, shown, error)
    first, last = chosen
    try:
        found = period_for_holder(
            request.actor, account_id, first=first, last=last, today=today, page=page_number(request)
        )
    except AppError as refused:
        return answer_invalid(request, template, shown, refused)
    if found is None:
        raise NotFound(NO_ACCOUNT)
    address, before = query(chosen), last_month(today)
    shown |= {
        "found": found, "query": address, "pages": pager(found, address), "stats": period_stats(found.sheet),
        "is_open": last == today, "earlier": "" if chosen == before else query(before),
    }  # fmt: skip
    return render(request, template, shown)


@page("office", permission=READ, relation=OWN)
def statement_csv(request: Request, account_id: UUID) -> FileResponse:
    return period_file(request, account_id, "csv")


@page("office", permission=READ, relation=OWN)
def statement_xlsx(request: Request, account_id: UUID) -> FileResponse:
    return period_file(request, account_id, "xlsx")


@page("office", permission=READ, relation=OWN, methods=("POST",))
def statement_issue(request: Request, account_id: UUID) -> HttpResponse:
    """Issues the statement of the period that the page has shown."""
    form = PeriodForm(request.POST)
    if not form.is_valid():
        return _account_page(request, account_id, form)
    first, last = form.period
    try:
        statement_id = issue(account_id=account_id, first=first, last=last, actor=request.actor, now=clock.read())
    except NotFound:
        raise
    except AppError as error:
        return _account_page(request, account_id, form, error)
    return redirect("office:statement_detail", account_id, statement_id)


@page("office", permission=READ, relation=OWN)
def statement_detail(request: Request, account_id: UUID, statement_id: UUID) -> HttpResponse:
    """An issued statement, and whether the books still say so."""
    found = statement_for_holder(request.actor, account_id, statement_id)
    if found is None:
        raise NotFound("没有找到这份对账单。")
    account, view, is_current = found
    back = Link(f"{account.class_label} 尾号 {account.tail4}", _address(account_id, view.first, view.last))
    shown = {
        "account": account, "view": view, "is_current": is_current, "pairs": statement_pairs(view),
        "again_url": back.url, "crumbs": _crumbs(back, Link("对账单", "")),
    }  # fmt: skip
    return render(request, "office/bankaccounts/statement.html", shown)


@page("office", permission=READ, relation=OWN)
def statement_file(request: Request, account_id: UUID, statement_id: UUID) -> HttpResponse:
    """The statement as PDF."""
    printed = statement_printed(request.actor, account_id, statement_id)
    if printed is None:
        raise NotFound("没有找到这份对账单。")
    return statement_pdf(printed)


@page("office", permission=READ, relation=OWN, methods=("GET", "POST"))
def entry(request: Request, account_id: UUID, journal_id: UUID, leg: int) -> HttpResponse:
    """One entry; posting asks for its receipt, which is shown from then on."""
    if request.method == "POST":
        receipt_issue(account_id=account_id, journal_id=journal_id, leg=leg, actor=request.actor, now=clock.read())
        return redirect("office:entry", account_id, journal_id, leg)
    found = _entry(request, account_id, journal_id, leg)
    account, line = found.account, found.line
    day = line.business_date
    shown = {
        "found": found,
        "pairs": entry_pairs(account, line),
        "receipt_pairs": receipt_pairs(found.receipt) if found.receipt else (),
        "crumbs": _crumbs(
            Link(f"{account.class_label} 尾号 {account.tail4}", _address(account_id, day, day)), Link("业务详情", "")
        ),
    }
    return render(request, "office/bankaccounts/entry.html", shown)


@page("office", permission=READ, relation=OWN)
def receipt_file(request: Request, account_id: UUID, journal_id: UUID, leg: int) -> HttpResponse:
    """The receipt for programs to check."""
    return receipt_json(_entry(request, account_id, journal_id, leg))


@page("office", permission=READ, relation=OWN)
def receipt_print(request: Request, account_id: UUID, journal_id: UUID, leg: int) -> HttpResponse:
    """The receipt as PDF."""
    return receipt_pdf(_entry(request, account_id, journal_id, leg), is_masked=False)


def _account(request: Request, account_id: UUID) -> tuple[AccountBrief, Fen]:
    found = balance_for_holder(request.actor, account_id)
    if found is None:
        raise NotFound(NO_ACCOUNT)
    return found


def _entry(request: Request, account_id: UUID, journal_id: UUID, leg: int) -> EntryDetail:
    found = entry_for_holder(request.actor, account_id, journal_id, leg)
    if found is None:
        raise NotFound("没有找到这笔业务。")
    return found


def _address(account_id: UUID, first: date, last: date) -> str:
    return reverse("office:account_detail", args=[account_id]) + query((first, last))


def _crumbs(*links: Link) -> tuple[Link, ...]:
    return (Link("账户与对账单", reverse("office:account_list")), *links)

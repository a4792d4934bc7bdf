"""The employee's own accounts; what they hold is shown only when it is asked for."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.forms import answer_invalid, page_number
from apps.core.http.request import Request
from apps.core.money import Fen

from ..contracts import AccountBrief, EntryDetail
from ..selectors import (
    accounts_for_member,
    balance_for_holder,
    entries_for_member,
    entry_for_holder,
    month_for_member,
    period_for_holder,
    statement_for_holder,
    statement_printed,
)
from ..services.receipt_issue import receipt_issue
from ..services.statement_issue import statement_issue as issue
from .documents import receipt_json, receipt_pdf, statement_pdf
from .forms import EntryFilterForm
from .periods import ONE_DAY, month_asked
from .periods import pager as period_pager
from .screens import entry_pairs, kind_chart, pager, receipt_pairs, statement_pairs

OWN = "bankaccounts.account.own"


@page("mobile", permission=OWN, relation=Relation.SELF)
def account_list(request: Request) -> HttpResponse:
    return _list(request, [(account, None) for account in accounts_for_member(request.actor)])


@page("mobile", permission=OWN, relation=Relation.SELF)
def account_balance(request: Request, account_id: UUID) -> HttpResponse:
    """One account opened: the card for htmx, the whole list with this one open without it."""
    found = balance_for_holder(request.actor, account_id)
    if found is None:
        raise NotFound("没有找到这个账户。")
    account, held = found
    amount = None if request.GET.get("hide") else held
    if request.htmx:
        return render(request, "mobile/bankaccounts/account_card.html", {"account": account, "amount": amount})
    cards = [(own, amount if own.id == account.id else None) for own in accounts_for_member(request.actor)]
    return _list(request, cards)


def _list(request: Request, cards: list[tuple[AccountBrief, Fen | None]]) -> HttpResponse:
    shown = {"cards": cards, "may_bind": allows(request.actor, "bankaccounts.card.own")}
    return render(request, "mobile/bankaccounts/account_list.html", shown)


@page("mobile", permission=OWN, relation=Relation.SELF)
def account_entries(request: Request, account_id: UUID) -> HttpResponse:
    """The entries that fit what stands in the address; what cannot be read there is said, and asks for nothing."""
    form = EntryFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"kind": "", "side": "", "first": None, "last": None, "text": ""}
    found = entries_for_member(request.actor, account_id, page=page_number(request), **asked)
    if found is None:
        raise NotFound("没有找到这个账户。")
    query = urlencode({name: value for name, value in asked.items() if value})
    shown = {"found": found, "pages": pager(found, query), "form": form, "is_filtered": bool(query)}
    if form.errors:
        return answer_invalid(request, "mobile/bankaccounts/entries.html", shown)
    return render(request, "mobile/bankaccounts/entries.html", shown)


@page("mobile", permission=OWN, relation=Relation.SELF)
def account_summary(request: Request, account_id: UUID) -> HttpResponse:
    """A month by kinds, drawn and told."""
    today = clock.read().business_date
    first, last = month_asked(request, today)
    found = month_for_member(request.actor, account_id, first=first, last=last)
    if found is None:
        raise NotFound("没有找到这个账户。")
    shown = {
        "found": found,
        "month": f"{first:%Y-%m}",
        "before": f"{first - ONE_DAY:%Y-%m}" if first > found.account.opened_on else "",
        "after": f"{last + ONE_DAY:%Y-%m}" if last < today else "",
        "chart": kind_chart(found),
    }
    return render(request, "mobile/bankaccounts/account_summary.html", shown)


@page("mobile", permission=OWN, relation=Relation.SELF, methods=("GET", "POST"))
def entry(request: Request, account_id: UUID, journal_id: UUID, leg: int) -> HttpResponse:
    """One entry; posting asks for its receipt, which is shown from then on."""
    if request.method == "POST":
        receipt_issue(account_id=account_id, journal_id=journal_id, leg=leg, actor=request.actor, now=clock.read())
        return redirect("mobile:entry", account_id, journal_id, leg)
    found = _entry(request, account_id, journal_id, leg)
    shown = {
        "found": found,
        "pairs": entry_pairs(found.account, found.line),
        "receipt_pairs": receipt_pairs(found.receipt) if found.receipt else (),
    }
    return render(request, "mobile/bankaccounts/entry.html", shown)


@page("mobile", permission=OWN, relation=Relation.SELF)
def receipt_file(request: Request, account_id: UUID, journal_id: UUID, leg: int) -> HttpResponse:
    """The receipt for programs to check."""
    return receipt_json(_entry(request, account_id, journal_id, leg))


@page("mobile", permission=OWN, relation=Relation.SELF)
def receipt_print(request: Request, account_id: UUID, journal_id: UUID, leg: int) -> HttpResponse:
    """The receipt as PDF, to hand on."""
    return receipt_pdf(_entry(request, account_id, journal_id, leg), is_masked=True)


@page("mobile", permission=OWN, relation=Relation.SELF)
def statement(request: Request, account_id: UUID) -> HttpResponse:
    """A month of one's own account; what it held before and behind is shown when it is asked for."""
    today = clock.read().business_date
    first, last = month_asked(request, today)
    found = period_for_holder(request.actor, account_id, first=first, last=last, today=today, page=page_number(request))
    if found is None:
        raise NotFound("没有找到这个账户。")
    is_open = bool(request.GET.get("open"))
    month = f"?month={first:%Y-%m}"
    shown = {
        "found": found,
        "month": f"{first:%Y-%m}",
        "before": f"{first - ONE_DAY:%Y-%m}" if first > found.account.opened_on else "",
        "after": f"{last + ONE_DAY:%Y-%m}" if last < today else "",
        "is_open": is_open,
        "is_running": last == today,
        "pages": period_pager(found, f"{month}&open=1" if is_open else month),
    }
    return render(request, "mobile/bankaccounts/statement.html", shown)


@page("mobile", permission=OWN, relation=Relation.SELF, methods=("POST",))
def statement_issue(request: Request, account_id: UUID) -> HttpResponse:
    """Issues the statement of the month that the page has shown."""
    now = clock.read()
    first, last = month_asked(request, now.business_date)
    statement_id = issue(account_id=account_id, first=first, last=last, actor=request.actor, now=now)
    return redirect("mobile:statement_detail", account_id, statement_id)


@page("mobile", permission=OWN, relation=Relation.SELF)
def statement_detail(request: Request, account_id: UUID, statement_id: UUID) -> HttpResponse:
    """An issued statement, and whether the books still say so."""
    found = statement_for_holder(request.actor, account_id, statement_id)
    if found is None:
        raise NotFound("没有找到这份对账单。")
    account, view, is_current = found
    shown = {"account": account, "view": view, "is_current": is_current, "pairs": statement_pairs(view)}
    return render(request, "mobile/bankaccounts/statement_issued.html", shown)


@page("mobile", permission=OWN, relation=Relation.SELF)
def statement_file(request: Request, account_id: UUID, statement_id: UUID) -> HttpResponse:
    """The statement as PDF."""
    printed = statement_printed(request.actor, account_id, statement_id)
    if printed is None:
        raise NotFound("没有找到这份对账单。")
    return statement_pdf(printed)


def _entry(request: Request, account_id: UUID, journal_id: UUID, leg: int) -> EntryDetail:
    found = entry_for_holder(request.actor, account_id, journal_id, leg)
    if found is None:
        raise NotFound("没有找到这笔业务。")
    return found

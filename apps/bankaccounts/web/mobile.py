"""The employee's own accounts; what they hold is shown only when it is asked for."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.forms import page_number
from apps.core.http.request import Request

from ..contracts import EntryDetail
from ..selectors import accounts_for_member, balance_for_member, entries_for_member, entry_for_member
from ..services.receipt_issue import receipt_issue
from .screens import entry_pairs, pager, receipt_pairs

OWN = "bankaccounts.account.own"


@page("mobile", permission=OWN, relation=Relation.SELF)
def account_list(request: Request) -> HttpResponse:
    shown = {"cards": [(account, None) for account in accounts_for_member(request.actor)]}
    return render(request, "mobile/bankaccounts/account_list.html", shown)


@page("mobile", permission=OWN, relation=Relation.SELF)
def account_balance(request: Request, account_id: UUID) -> HttpResponse:
    """One account opened: the card for htmx, the whole list with this one open without it."""
    found = balance_for_member(request.actor, account_id)
    if found is None:
        raise NotFound("没有找到这个账户。")
    account, held = found
    amount = None if request.GET.get("hide") else held
    if request.htmx:
        return render(request, "mobile/bankaccounts/account_card.html", {"account": account, "amount": amount})
    cards = [(own, amount if own.id == account.id else None) for own in accounts_for_member(request.actor)]
    return render(request, "mobile/bankaccounts/account_list.html", {"cards": cards})


@page("mobile", permission=OWN, relation=Relation.SELF)
def account_entries(request: Request, account_id: UUID) -> HttpResponse:
    found = entries_for_member(request.actor, account_id, page_number(request))
    if found is None:
        raise NotFound("没有找到这个账户。")
    return render(request, "mobile/bankaccounts/entries.html", {"found": found, "pages": pager(found)})


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
    """The receipt as a file to hand on."""
    found = _entry(request, account_id, journal_id, leg)
    if found.receipt is None:
        raise NotFound("这笔业务还没有开具回单。")
    name = f"receipt-{found.receipt.code.replace(' ', '')}.json"
    return HttpResponse(
        found.receipt.text,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _entry(request: Request, account_id: UUID, journal_id: UUID, leg: int) -> EntryDetail:
    found = entry_for_member(request.actor, account_id, journal_id, leg)
    if found is None:
        raise NotFound("没有找到这笔业务。")
    return found

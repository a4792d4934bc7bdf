"""The employee's own accounts; what they hold is shown only when it is asked for."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.request import Request

from ..selectors import accounts_for_member, balance_for_member


@page("mobile", permission="bankaccounts.account.own", relation=Relation.SELF)
def account_list(request: Request) -> HttpResponse:
    shown = {"cards": [(account, None) for account in accounts_for_member(request.actor)]}
    return render(request, "mobile/bankaccounts/account_list.html", shown)


@page("mobile", permission="bankaccounts.account.own", relation=Relation.SELF)
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

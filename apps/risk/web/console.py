"""The limits desk in the console: the numbers in force, and how much of them an account has taken."""

import re
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from apps.bankaccounts import api as bankaccounts
from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.request import Request

from ..selectors import account_uses, limits_in_force

TAIL = re.compile(r"[0-9]{4}", re.ASCII)


@page("console", permission="risk.limits.view", relation=Relation.UNIT)
def limit_list(request: Request) -> HttpResponse:
    """`q` is the end of an account's number; anything else finds nothing, and the page says what to type."""
    on, query = clock.read().business_date, request.GET.get("q", "").strip()[:40]
    found = bankaccounts.accounts_for_staff(request.actor, query) if TAIL.fullmatch(query) else ()
    shown = {"limits": limits_in_force(on), "on": on, "query": query, "accounts": found}
    return render(request, "console/risk/limit_list.html", shown)


@page("console", permission="risk.limits.view", relation=Relation.UNIT)
def limit_use(request: Request, account_id: UUID) -> HttpResponse:
    now = clock.read()
    found = bankaccounts.account_for_staff(request.actor, account_id)
    if found is None:
        raise NotFound("没有找到这个账户。")
    account, facts = found
    shown = {"account": account, "uses": account_uses(facts, now=now), "on": now.business_date}
    return render(request, "console/risk/limit_use.html", shown)

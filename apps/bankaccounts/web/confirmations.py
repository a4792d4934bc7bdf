"""对账确认 in the office: month by month, 相符 or 不符 with what differs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import AppError, NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Link

from ..selectors import account_for_member, confirmations_for_enterprise
from ..services.balance_confirm import balance_confirm as confirm
from .forms import ConfirmationForm

READ, CONFIRM, OWN = "bankaccounts.account.read", "bankaccounts.account.confirm", Relation.ENTERPRISE
TEMPLATE = "office/bankaccounts/confirmation_list.html"


@page("office", permission=READ, relation=OWN)
def confirmation_list(request: Request) -> HttpResponse:
    return render(request, TEMPLATE, _shown(request))


@page("office", permission=CONFIRM, relation=OWN, methods=("POST",))
def balance_confirm(request: Request, account_id: UUID) -> HttpResponse:
    if account_for_member(request.actor, account_id) is None:
        raise NotFound("没有找到这个账户。")
    form = ConfirmationForm(request.POST)
    is_good = form.is_valid()
    sent = form.cleaned_data
    shown = _shown(request) | {"form": form, "refused_id": account_id, "refused_month": sent.get("month")}
    if not is_good:
        return answer_invalid(request, TEMPLATE, shown)
    try:
        confirm(
            account_id=account_id, month=sent["month"], agrees=sent["verdict"] == "agree", note=sent["note"],
            actor=request.actor, now=clock.read(),
        )  # fmt: skip
    except AppError as error:
        if error.status != 422:
            raise
        return answer_invalid(request, TEMPLATE, shown, error)
    messages.success(request, "已记录对账结果。")
    return redirect("office:confirmation_list")


def _shown(request: Request) -> dict[str, object]:
    return {
        "lines": confirmations_for_enterprise(request.actor, clock.read()),
        "may_confirm": allows(request.actor, CONFIRM),
        "crumbs": (Link("账户与对账单", reverse("office:account_list")), Link("对账确认", "")),
    }

"""The pay specialist's desk in the office: what employees find wrong with their payslips, and the reply."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import InvalidInput
from apps.core.http.forms import page_number
from apps.core.http.request import Request
from apps.core.parts import pages_of

from ..choices import REPLY_LENGTH
from ..selectors import disputes_for_enterprise
from ..services.payslip_reply import payslip_reply as reply
from .forms import ReplyForm

REPLY = "daifutong.payslip.reply"


@page("office", permission=REPLY, relation=Relation.ENTERPRISE)
def payslip_disputes(request: Request) -> HttpResponse:
    return _desk(request)


@page("office", permission=REPLY, relation=Relation.ENTERPRISE, methods=("POST",))
def payslip_reply(request: Request, payslip_id: UUID) -> HttpResponse:
    form = ReplyForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else request.POST.get("text", "")
    try:
        reply(payslip_id=payslip_id, text=text, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        error.fields = {f"text-{payslip_id}": error.message}  # as the field is called in this page
        return _desk(request, error, {payslip_id: text})
    messages.success(request, "已答复,员工打开工资条即可看到。")
    return redirect("office:payslip_disputes")


def _desk(request: Request, error: InvalidInput | None = None, typed: dict[UUID, str] | None = None) -> HttpResponse:
    found = disputes_for_enterprise(request.actor, page_number(request))
    shown = {
        "found": found,
        "error": error,
        "length": REPLY_LENGTH,
        "typed": typed or {},
        "pager": pages_of(found, reverse("office:payslip_disputes")),
    }
    return render(request, "office/daifutong/payslip_disputes.html", shown, status=error.status if error else 200)

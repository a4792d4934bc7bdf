"""Payslips on the phone: closed until step-up, then for the employee alone (PY-13)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request

from ..adapters.receipt_files import receipt_response
from ..selectors import own_receipt, payslip_line, payslips_for_member
from ..services.payslip_confirm import payslip_confirm as confirm
from ..services.payslip_dispute import payslip_dispute as dispute
from ..services.payslip_view import payslip_view as view_payslip
from ..services.receipt_give import receipt_give as give_receipt
from .forms import DisputeForm
from .passes import pass_check, pass_for, watermark_of

READ = "daifutong.payslip.read"


@page("mobile", permission=READ, relation=Relation.SELF)
def payslip_list(request: Request) -> HttpResponse:
    payslips = payslips_for_member(request.actor, clock.read())
    return render(request, "mobile/daifutong/payslip_list.html", {"payslips": payslips})


@page("mobile", permission=READ, relation=Relation.SELF)
def payslip_detail(request: Request, payslip_id: UUID) -> HttpResponse:
    """The payslip closed: no figure is in the page."""
    line = payslip_line(request.actor, payslip_id, clock.read())
    return render(request, "mobile/daifutong/payslip_detail.html", {"line": line})


@page("mobile", permission=READ, relation=Relation.SELF, step_up="查看工资条", methods=("POST",))
def payslip_view(request: Request, payslip_id: UUID) -> HttpResponse:
    """The payslip open; it is gone again when the page is left, reloaded or 30 seconds old."""
    now = clock.read()
    view = view_payslip(payslip_id=payslip_id, actor=request.actor, now=now)
    shown = {"payslip": view, "form": DisputeForm(), "watermark": watermark_of(view.name, now)}
    return render(request, "mobile/daifutong/payslip_view.html", shown)


@page("mobile", permission=READ, relation=Relation.SELF, methods=("POST",))
def payslip_confirm(request: Request, payslip_id: UUID) -> HttpResponse:
    confirm(payslip_id=payslip_id, actor=request.actor, now=clock.read())
    messages.success(request, "已确认这张工资条。")
    return redirect("mobile:payslip_detail", payslip_id)


@page("mobile", permission=READ, relation=Relation.SELF, methods=("POST",))
def payslip_dispute(request: Request, payslip_id: UUID) -> HttpResponse:
    form = DisputeForm(request.POST)
    if not form.is_valid():
        line = payslip_line(request.actor, payslip_id, clock.read())
        return answer_invalid(request, "mobile/daifutong/payslip_dispute.html", {"form": form, "line": line})
    dispute(payslip_id=payslip_id, text=form.cleaned_data["text"], actor=request.actor, now=clock.read())
    messages.success(request, "异议已送达企业薪酬专员。")
    return redirect("mobile:payslip_detail", payslip_id)


@page("mobile", permission=READ, relation=Relation.SELF, step_up="开具电子回单", methods=("POST",))
def receipt_give(request: Request, payslip_id: UUID) -> HttpResponse:
    """The receipt of what the payslip paid, with a link to its file that soon ends."""
    now = clock.read()
    view = give_receipt(payslip_id=payslip_id, actor=request.actor, now=now)
    shown = {
        "line": payslip_line(request.actor, payslip_id, now),
        "receipt": view,
        "watermark": watermark_of(view.payee_name, now),
        "pass": pass_for(request.actor, f"receipt-{payslip_id}"),
    }
    return render(request, "mobile/daifutong/receipt_give.html", shown)


@page("mobile", permission=READ, relation=Relation.SELF)
def payslip_receipt_file(request: Request, payslip_id: UUID) -> HttpResponse:
    view = own_receipt(request.actor, payslip_id, clock.read())
    if view is None:
        raise NotFound("还没有开具这张工资条的回单。")
    pass_check(request, f"receipt-{payslip_id}")
    return receipt_response(view)

"""代付通签约 in the console: one person of the bank sets the terms, another agrees."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock, params
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, InvalidInput
from apps.core.http.forms import answer_invalid, page_number, verdict_said
from apps.core.http.request import Request
from apps.core.parts import Link, pages_of

from ..choices import FEE_OTHER, FEE_OWN
from ..contracts import ContractDetail
from ..selectors.contracts import contract_detail as contract_detail_of
from ..selectors.contracts import contracts_for_staff, termination_of
from ..services.contract_decide import contract_decide as decide
from ..services.contract_decline import contract_decline as decline
from ..services.contract_propose import contract_propose as propose
from ..services.contract_resume import contract_resume as resume
from ..services.contract_suspend import contract_suspend as suspend
from ..services.contract_terminate import contract_terminate as terminate
from ..services.termination_decide import termination_decide as decide_termination
from . import screens
from .forms import ContractTermsForm

REVIEW, PROPOSE, UNIT = "daifutong.contract.review", "daifutong.contract.propose", Relation.UNIT
DETAIL = "console/daifutong/contract_detail.html"


@page("console", permission=REVIEW, relation=UNIT)
def contract_list(request: Request) -> HttpResponse:
    shown = contracts_for_staff(request.actor, page_number(request))
    pager = pages_of(shown, reverse("console:contract_list"))
    return render(request, "console/daifutong/contract_list.html", {"shown": shown, "pager": pager})


@page("console", permission=REVIEW, relation=UNIT)
def contract_detail(request: Request, contract_id: UUID) -> HttpResponse:
    detail = contract_detail_of(request.actor, contract_id)
    return render(request, DETAIL, _shown(detail) | {"ending": termination_of(request.actor, contract_id)})


def _shown(detail: ContractDetail, form: ContractTermsForm | None = None) -> dict[str, Any]:
    """What the page needs; the form begins with the price list and with what the enterprise asks for."""
    today = clock.read().business_date
    initial = {
        "fee_own_fen": screens.yuan(params.get(FEE_OWN, today)),
        "fee_other_fen": screens.yuan(params.get(FEE_OTHER, today)),
        "batch_limit_fen": screens.yuan(detail.batch_limit_fen),
        "day_limit_fen": screens.yuan(detail.day_limit_fen),
    }
    return {
        "detail": detail,
        "form": form or ContractTermsForm(initial=initial),
        "crumbs": (Link("代付通签约", reverse("console:contract_list")), Link(detail.line.reference, "")),
    }


@page("console", permission=PROPOSE, relation=UNIT, methods=("POST",))
def contract_propose(request: Request, contract_id: UUID) -> HttpResponse:
    form = ContractTermsForm(request.POST)
    detail = contract_detail_of(request.actor, contract_id)
    if not form.is_valid():
        return answer_invalid(request, DETAIL, _shown(detail, form))
    sent = dict(form.cleaned_data)
    key = sent.pop("idempotency_key")
    try:
        propose(contract_id=contract_id, **sent, key=key, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return answer_invalid(request, DETAIL, _shown(detail, form), error)
    messages.success(request, "条款已提交,等待审批岗审批。")
    return redirect("console:contract_detail", contract_id)


@page("console", permission=PROPOSE, relation=UNIT, methods=("POST",))
def contract_decline(request: Request, contract_id: UUID) -> HttpResponse:
    return _for_a_reason(request, contract_id, decline, field="declined", told="已告知企业。")


@page("console", permission="daifutong.contract.decide", relation=UNIT, step_up="审批代付通签约", methods=("POST",))
def contract_decide(request: Request, contract_id: UUID) -> HttpResponse:
    contract_detail_of(request.actor, contract_id)  # what is not the actor's is not there, whatever is sent
    said = verdict_said(request)
    try:
        decide(contract_id=contract_id, **said, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _again(request, contract_id, error)
    messages.success(request, "已办理。")
    return redirect("console:contract_detail", contract_id)


@page("console", permission="daifutong.contract.terminate", relation=UNIT, methods=("POST",))
def contract_terminate(request: Request, contract_id: UUID) -> HttpResponse:
    return _for_a_reason(request, contract_id, terminate, field="terminated", told="已提交,等待另一人审批。")


@page(
    "console",
    permission="daifutong.termination.decide",
    relation=UNIT,
    step_up="终止代付通签约",
    methods=("POST",),
)
def termination_decide(request: Request, contract_id: UUID) -> HttpResponse:
    contract_detail_of(request.actor, contract_id)  # what is not the actor's is not there, whatever is sent
    said = verdict_said(request)
    try:
        decide_termination(contract_id=contract_id, **said, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        error.fields = {"returned": error.message}  # as the field is called in this page
        return _again(request, contract_id, error)
    messages.success(request, "已办理。")
    return redirect("console:contract_detail", contract_id)


@page("console", permission="daifutong.contract.suspend", relation=UNIT, methods=("POST",))
def contract_suspend(request: Request, contract_id: UUID) -> HttpResponse:
    return _for_a_reason(request, contract_id, suspend, field="suspended", told="已暂停,企业会收到通知。")


@page("console", permission="daifutong.contract.resume", relation=UNIT, methods=("POST",))
def contract_resume(request: Request, contract_id: UUID) -> HttpResponse:
    return _for_a_reason(request, contract_id, resume, field="resumed", told="已恢复,企业会收到通知。")


def _for_a_reason(
    request: Request, contract_id: UUID, deed: Callable[..., object], *, field: str, told: str
) -> HttpResponse:
    """A deed that wants a reason; what is wrong with it stands beside the `field` of the page."""
    reason, key = request.POST.get("reason", ""), request.POST.get("idempotency_key", "")
    try:
        deed(contract_id=contract_id, reason=reason, key=key, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        error.fields = {field: error.message}
        return _again(request, contract_id, error)
    messages.success(request, told)
    return redirect("console:contract_detail", contract_id)


def _again(request: Request, contract_id: UUID, error: AppError) -> HttpResponse:
    shown = _shown(contract_detail_of(request.actor, contract_id))
    shown |= {"error": error, "ending": termination_of(request.actor, contract_id)}
    return render(request, DETAIL, shown, status=error.status)

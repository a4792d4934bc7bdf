"""What an employee has signed and allowed, and may take back; and what the platform holds of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, InvalidInput, NotFound
from apps.core.files.writer import write_sheets
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request

from ..selectors.own_data import (
    consents_for_member,
    data_requests_for_member,
    mandate_for_member,
    mandates_for_member,
)
from ..services.consent_decide import consent_grant, consent_withdraw
from ..services.data_request_move import data_request_open, data_request_withdraw
from ..services.mandate_move import mandate_stop as stop
from ..services.own_data_copy import own_data_copy
from . import signing
from .forms import ConsentForm, DataRequestForm

OWN = "agreements.own"
SELF = Relation.SELF
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("mobile", permission=OWN, relation=SELF)
def agreement_list(request: Request) -> HttpResponse:
    return signing.list_page(request, "mobile")


@page("mobile", permission=OWN, relation=SELF)
def agreement(request: Request, code: str) -> HttpResponse:
    return signing.read_page(request, "mobile", code, OWN)


@page("mobile", permission=OWN, relation=SELF, step_up="签署协议", methods=("POST",))
def agreement_sign(request: Request, code: str) -> HttpResponse:
    return signing.sign_page(request, "mobile", code, OWN)


@page("mobile", permission=OWN, relation=SELF)
def agreement_copy(request: Request, signature_id: UUID) -> HttpResponse:
    return signing.copy_page(request, "mobile", signature_id)


@page("mobile", permission=OWN, relation=SELF)
def agreement_file(request: Request, signature_id: UUID) -> HttpResponse:
    return signing.copy_file(request, signature_id)


@page("mobile", permission=OWN, relation=SELF)
def consent_list(request: Request) -> HttpResponse:
    """Each purpose by itself, unticked until the person says yes."""
    shown = {"consents": consents_for_member(request.actor, clock.read())}
    return render(request, "mobile/agreements/consent_list.html", shown)


@page("mobile", permission=OWN, relation=SELF, methods=("POST",))
def consent(request: Request, purpose: str) -> HttpResponse:
    form = ConsentForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("CONSENT", "请选择同意或撤回。")
    if form.cleaned_data["decision"] == "grant":
        consent_grant(purpose=purpose, text_hash=form.cleaned_data["text_hash"], actor=request.actor, now=clock.read())
        messages.success(request, "已记录您的同意,可以随时撤回。")
    else:
        consent_withdraw(purpose=purpose, actor=request.actor, now=clock.read())
        messages.success(request, "已撤回,今后不再据此处理您的信息。")
    return redirect("mobile:consent_list")


@page("mobile", permission=OWN, relation=SELF, methods=("GET", "POST"))
def consent_closing(request: Request, purpose: str) -> HttpResponse:
    """What taking back a necessary consent means, and doing it: one page between the button and the deed."""
    now = clock.read()
    line = next((one for one in consents_for_member(request.actor, now) if one.purpose == purpose), None)
    if line is None or not line.is_necessary:
        raise NotFound("没有这项同意。")
    if request.method != "POST":
        return render(request, "mobile/agreements/consent_closing.html", {"line": line})
    if not line.is_granted:
        return redirect("mobile:consent_list")
    consent_withdraw(purpose=purpose, actor=request.actor, now=now, closing=True)
    messages.success(request, "已撤回同意,并为您提交了关闭服务的申请。办理结果会发到您的消息。")
    return redirect("mobile:my_data")


@page("mobile", permission=OWN, relation=SELF)
def mandate_list(request: Request) -> HttpResponse:
    return render(
        request, "mobile/agreements/mandate_list.html", {"mandates": mandates_for_member(request.actor, clock.read())}
    )


@page("mobile", permission=OWN, relation=SELF)
def mandate(request: Request, mandate_id: UUID) -> HttpResponse:
    shown = {"mandate": mandate_for_member(request.actor, mandate_id, clock.read())}
    return render(request, "mobile/agreements/mandate.html", shown)


@page("mobile", permission=OWN, relation=SELF, methods=("POST",))
def mandate_stop(request: Request, mandate_id: UUID) -> HttpResponse:
    """Stops at once: taking back is as easy as giving, so that no step-up stands before it."""
    stop(mandate_id=mandate_id, actor=request.actor, now=clock.read())
    messages.success(request, "授权已停止,本行不再据此划款。")
    return redirect("mobile:mandate_list")


@page("mobile", permission=OWN, relation=SELF, methods=("GET", "POST"))
def my_data(request: Request) -> HttpResponse:
    """What one may ask about one's own data, and the answers."""
    form = DataRequestForm(request.POST or None)
    now = clock.read()
    shown = {"form": form, "requests": data_requests_for_member(request.actor, now)}
    template = "mobile/agreements/my_data.html"
    if request.method != "POST":
        return render(request, template, shown)
    if not form.is_valid():
        return answer_invalid(request, template, shown)
    try:
        data_request_open(kind=form.cleaned_data["kind"], text=form.cleaned_data["text"], actor=request.actor, now=now)
    except AppError as error:
        return answer_invalid(request, template, shown, error)
    messages.success(request, "已提交,答复会发到您的消息。")
    return redirect("mobile:my_data")


@page("mobile", permission=OWN, relation=SELF, methods=("POST",))
def my_data_withdraw(request: Request, request_id: UUID) -> HttpResponse:
    data_request_withdraw(request_id=request_id, actor=request.actor, now=clock.read())
    messages.success(request, "请求已撤销。")
    return redirect("mobile:my_data")


@page("mobile", permission=OWN, relation=SELF, step_up="下载个人信息副本", methods=("POST",))
def my_data_copy(request: Request) -> HttpResponse:
    """What the platform holds of the person, a sheet for each kind."""
    sheets = own_data_copy(actor=request.actor, now=clock.read())
    file = write_sheets([(sheet.title, sheet.columns, sheet.rows) for sheet in sheets])
    return HttpResponse(file, content_type=XLSX, headers={"Content-Disposition": 'attachment; filename="my-data.xlsx"'})

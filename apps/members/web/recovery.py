"""找回账号: an employee whose phone is lost binds a new number, before anybody is signed in."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock, masking
from apps.core.access import PUBLIC, page
from apps.core.actors import Relation
from apps.core.errors import AppError
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.identity import api as identity

from ..services.phone_recover import phone_recover, phone_recover_begin
from .forms import CodeForm, RecoverForm

UNDER_WAY = "phone_recover"  # in the encrypted session
ASK, CODE = "mobile/members/recover.html", "mobile/members/recover_code.html"


@page("mobile", permission=PUBLIC, relation=Relation.PUBLIC, methods=("GET", "POST"))
def recover(request: Request) -> HttpResponse:
    """Asks who one is; the answer is the same for everybody."""
    form = RecoverForm(request.POST or None)
    shown = {"form": form}
    if request.method != "POST":
        return render(request, ASK, shown)
    if not form.is_valid():
        return answer_invalid(request, ASK, shown)
    sent: dict[str, Any] = form.cleaned_data
    _, ip = identity.client_of(request)
    try:
        code_id, person_id = phone_recover_begin(**sent, ip=ip, now=clock.read())
    except AppError as error:
        return answer_invalid(request, ASK, shown, error)
    request.session.cycle_key()
    person = str(person_id) if person_id else ""
    request.session[UNDER_WAY] = {"mobile": sent["mobile"], "code": str(code_id), "person": person}
    return redirect("mobile:recover_code")


@page("mobile", permission=PUBLIC, relation=Relation.PUBLIC, methods=("GET", "POST"))
def recover_code(request: Request) -> HttpResponse:
    """Takes the code and binds the new number."""
    under_way = request.session.get(UNDER_WAY)
    if under_way is None:
        return redirect("mobile:recover")
    form = CodeForm(request.POST or None)
    shown = {"form": form, "mobile": masking.mask_mobile(under_way["mobile"])}
    if request.method != "POST":
        return render(request, CODE, shown)
    if not form.is_valid():
        return answer_invalid(request, CODE, shown)
    device, ip = identity.client_of(request)
    person_id = UUID(under_way["person"]) if under_way["person"] else None
    try:
        phone_recover(
            person_id=person_id, mobile=under_way["mobile"], code=form.cleaned_data["code"],
            code_id=UUID(under_way["code"]), actor=replace(request.actor, device=device, ip=ip), now=clock.read(),
        )  # fmt: skip
    except AppError as error:
        return answer_invalid(request, CODE, shown, error)
    del request.session[UNDER_WAY]
    messages.success(request, "手机号已更换,请用新手机号登录。冷静期内只能查询,不能办理资金业务。")
    return redirect("mobile:sign_in")

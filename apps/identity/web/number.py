"""Another phone number: first a code to the old one and to the new one, then both back with step-up."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock, masking
from apps.core.errors import AppError, StepUpRequired
from apps.core.http.request import Request

from .. import api
from ..adapters import browser
from ..contracts import SURFACE_OF, LoginKind
from ..services.mobile_change import mobile_change, mobile_change_begin
from .forms import MobileCodesForm, NewMobileForm

UNDER_WAY = "mobile_change"  # in the encrypted session: the new number and the ids of both codes


def mobile(request: Request, kind: LoginKind) -> HttpResponse:
    """Asks for the new number and sends both codes."""
    surface, status = SURFACE_OF[kind], 200
    form = NewMobileForm(request.POST or None)
    person = api.person_brief(browser.user_of(request).person_id)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _send(request, kind, form.cleaned_data["mobile"])
                return redirect(f"{surface}:mobile_codes")
            except AppError as error:
                form.refuse(error)
                status = error.status
    context = {"form": form, "mobile": person.masked_mobile}
    return render(request, f"{surface}/identity/mobile.html", context, status=status)


def _send(request: Request, kind: LoginKind, new: str) -> None:
    ip = browser.client_ip(request)
    old_id, new_id = mobile_change_begin(mobile=new, kind=kind, ip=ip, actor=request.actor, now=clock.read())
    request.session[UNDER_WAY] = {"mobile": new, "old": str(old_id), "new": str(new_id)}


def mobile_codes(request: Request, kind: LoginKind) -> HttpResponse:
    """Takes both codes and changes the number; takes step-up."""
    surface, status = SURFACE_OF[kind], 200
    under_way = request.session.get(UNDER_WAY)
    if under_way is None:
        return redirect(f"{surface}:mobile")
    form = MobileCodesForm(request.POST if "old_code" in request.POST else None)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                mobile_change(
                    mobile=under_way["mobile"], **form.cleaned_data, old_code_id=UUID(under_way["old"]),
                    new_code_id=UUID(under_way["new"]), kind=kind, actor=request.actor, now=clock.read(),
                )  # fmt: skip
            except StepUpRequired:
                raise
            except AppError as error:
                form.refuse(error)
                status = error.status
            else:
                del request.session[UNDER_WAY]
                messages.success(request, "手机号已更换,新旧号码都会收到通知。")
                return redirect(f"{surface}:security")
    person = api.person_brief(browser.user_of(request).person_id)
    shown = {"form": form, "old": person.masked_mobile, "new": masking.mask_mobile(under_way["mobile"])}
    return render(request, f"{surface}/identity/mobile_codes.html", shown, status=status)

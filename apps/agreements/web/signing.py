"""Reading and signing agreements, the same for the employee's phone and the enterprise's office."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows
from apps.core.errors import AppError
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Link

from ..adapters.reading import opened_at, opened_mark
from ..selectors.texts import agreement_for, agreements_for, history_for, signed_copy_for
from ..services.agreement_sign import agreement_sign
from .documents import signed_pdf
from .forms import SignForm


def list_page(request: Request, surface: str) -> HttpResponse:
    """What is to be signed, what is signed, and every signature ever given."""
    now = clock.read()
    shown = {"agreements": agreements_for(request.actor, now), "history": history_for(request.actor)}
    return render(request, f"{surface}/agreements/agreement_list.html", shown)


def read_page(request: Request, surface: str, code: str, permission: str) -> HttpResponse:
    """The words of today; below them the form that signs them."""
    now = clock.read()
    page = agreement_for(request.actor, code, now)
    mark = opened_mark(request.actor, now.wall)
    form = SignForm(initial={"text_hash": page.text_hash, "opened": mark})
    return render(request, f"{surface}/agreements/agreement.html", _shown(request, surface, code, form, permission))


def _shown(request: Request, surface: str, code: str, form: SignForm, permission: str) -> dict[str, object]:
    return {
        "page": agreement_for(request.actor, code, clock.read()),
        "form": form,
        "may_sign": allows(request.actor, permission),
        "crumbs": (Link("协议与授权", reverse(f"{surface}:agreement_list")), Link("阅读协议", "")),
    }


def sign_page(request: Request, surface: str, code: str, permission: str) -> HttpResponse:
    """Signs; what is wrong is said on the page with the words."""
    form = SignForm(request.POST)
    template = f"{surface}/agreements/agreement.html"
    if not form.is_valid():
        return answer_invalid(request, template, _shown(request, surface, code, form, permission))
    try:
        agreement_sign(
            code=code,
            text_hash=form.cleaned_data["text_hash"],
            opened_at=opened_at(request.actor, form.cleaned_data["opened"]),
            actor=request.actor,
            now=clock.read(),
        )
    except AppError as error:
        if error.status != 422:
            raise
        return answer_invalid(request, template, _shown(request, surface, code, form, permission), error)
    messages.success(request, "已签署,可以随时在这里查看签署的内容。")
    return redirect(f"{surface}:agreement_list")


def copy_page(request: Request, surface: str, signature_id: UUID) -> HttpResponse:
    """The very words that were signed, with the signature under them."""
    page = signed_copy_for(request.actor, signature_id, clock.read())
    shown = {
        "page": page,
        "crumbs": (Link("协议与授权", reverse(f"{surface}:agreement_list")), Link("签署副本", "")),
    }
    return render(request, f"{surface}/agreements/copy.html", shown)


def copy_file(request: Request, signature_id: UUID, party: str = "") -> HttpResponse:
    """The same as PDF. `party` is whom it binds; without it the signer, masked as in the record."""
    page = signed_copy_for(request.actor, signature_id, clock.read())
    return signed_pdf(page, party=party or page.signer)

"""Written agreements in the console: one person puts the paper on record, another agrees, anybody of the desk ends it
(WM-2)."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.clock import SHANGHAI
from apps.core.errors import Conflict, InvalidInput
from apps.core.http.forms import DayInput, answer_invalid, verdict_said
from apps.core.http.request import Request
from apps.core.identifiers import IdentifierError, check_id_number
from apps.core.parts import Link, Pair

from ..choices.accord import NUMBER_LENGTH
from ..contracts.accord import AccordLine
from ..selectors.accords import accord_for_staff, accords_for_staff
from ..services.accord_decide import accord_decide as decide
from ..services.accord_end import accord_end as end
from ..services.accord_propose import accord_propose as propose

READ, PROPOSE, END, UNIT = (
    "shenhuobao.accord.read", "shenhuobao.accord.propose", "shenhuobao.accord.end", Relation.UNIT,
)  # fmt: skip
DETAIL, NEW = "console/shenhuobao/accord_detail.html", "console/shenhuobao/accord_propose.html"


class AccordForm(forms.Form):
    id_number = forms.CharField(label="客户身份证号", max_length=24)
    number = forms.CharField(
        label="书面约定编号", max_length=NUMBER_LENGTH, help_text="纸质约定归档的编号,一份一个编号。"
    )
    signed_on = forms.DateField(label="签署日期", widget=DayInput)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def clean_id_number(self) -> str:
        try:
            return str(check_id_number(self.cleaned_data["id_number"], clock.read().business_date).text)
        except IdentifierError as error:
            raise forms.ValidationError(f"{error.message}。") from None


@page("console", permission=READ, relation=UNIT)
def accord_list(request: Request) -> HttpResponse:
    shown = {"found": accords_for_staff(request.actor), "may_propose": allows(request.actor, PROPOSE)}
    return render(request, "console/shenhuobao/accord_list.html", shown)


@page("console", permission=READ, relation=UNIT)
def accord_detail(request: Request, accord_id: UUID) -> HttpResponse:
    return render(request, DETAIL, _shown(request, accord_id))


def _shown(request: Request, accord_id: UUID) -> dict[str, object]:
    found = accord_for_staff(request.actor, accord_id)
    return {
        "found": found,
        "facts": _facts(found),
        "may_end": "end" in found.may and allows(request.actor, END),
        "crumbs": _crumbs(found.number),
    }


def _facts(found: AccordLine) -> tuple[Pair, ...]:
    said = [
        Pair("客户", found.name),
        Pair("编号", found.number),
        Pair("签署日期", f"{found.signed_on:%Y-%m-%d}"),
        Pair("经办", found.maker, note=f"{found.created_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"),
    ]
    if found.decided_at is not None:
        said.append(Pair("复核时间", f"{found.decided_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"))
    if found.ended_at is not None:
        said.append(Pair("终止", found.reason, note=f"{found.ended_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"))
    return tuple(said)


def _crumbs(here: str) -> tuple[Link, ...]:
    return (Link("书面约定", reverse("console:accord_list")), Link(here, ""))


@page("console", permission=PROPOSE, relation=UNIT, methods=("GET", "POST"))
def accord_propose(request: Request) -> HttpResponse:
    form = AccordForm(request.POST or None)
    shown = {"form": form, "crumbs": _crumbs("登记")}
    if request.method != "POST":
        return render(request, NEW, shown)
    if not form.is_valid():
        return answer_invalid(request, NEW, shown)
    sent = form.cleaned_data
    try:
        accord_id = propose(
            id_number=sent["id_number"], number=sent["number"], signed_on=sent["signed_on"],
            key=sent["idempotency_key"], actor=request.actor, now=clock.read(),
        )  # fmt: skip
    except (InvalidInput, Conflict) as error:
        return answer_invalid(request, NEW, shown, error)
    messages.success(request, "已登记,等待另一人复核。")
    return redirect("console:accord_detail", accord_id)


@page("console", permission="shenhuobao.accord.decide", relation=UNIT, step_up="复核书面约定", methods=("POST",))
def accord_decide(request: Request, accord_id: UUID) -> HttpResponse:
    said, now = verdict_said(request), clock.read()
    try:
        decide(accord_id=accord_id, **said, actor=request.actor, now=now)
    except InvalidInput as error:
        return _again(request, accord_id, error)
    messages.success(request, "已办理。")
    return redirect("console:accord_detail", accord_id)


@page("console", permission=END, relation=UNIT, methods=("POST",))
def accord_end(request: Request, accord_id: UUID) -> HttpResponse:
    reason, key = request.POST.get("reason", ""), request.POST.get("idempotency_key", "")
    try:
        end(accord_id=accord_id, reason=reason, key=key, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _again(request, accord_id, error)
    messages.success(request, "已终止,此后 R4 及以上的产品只在网点办理。")
    return redirect("console:accord_detail", accord_id)


def _again(request: Request, accord_id: UUID, error: InvalidInput) -> HttpResponse:
    return render(request, DETAIL, _shown(request, accord_id) | {"error": error}, status=error.status)

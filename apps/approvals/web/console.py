"""The parameters' desk in the console: one proposes, another decides."""

from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock, params
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import InvalidInput
from apps.core.http.forms import DayInput, answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Link

from ..choices import VERDICT_LABELS
from ..selectors import is_of_head_office, parameters
from ..services.parameter_change import parameter_decide, parameter_propose


class ProposalForm(forms.Form):
    value = forms.CharField(label="新值", max_length=200)
    effective_from = forms.DateField(label="生效日期", widget=DayInput)
    reason = forms.CharField(label="调整原因", max_length=200)


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(choices=list(VERDICT_LABELS.items()))
    reason = forms.CharField(max_length=200, required=False)


@page("console", permission="approvals.parameters.view", relation=Relation.UNIT)
def parameter_list(request: Request) -> HttpResponse:
    return _list_page(request)


def _list_page(request: Request, error: InvalidInput | None = None) -> HttpResponse:
    now = clock.read()
    shown = {
        "parameters": parameters(request.actor, now.business_date),
        "on": now.business_date,
        "may_propose": allows(request.actor, "approvals.parameters.propose") and is_of_head_office(request.actor),
        "error": error,
    }
    return render(request, "console/approvals/parameter_list.html", shown, status=error.status if error else 200)


@page("console", permission="approvals.parameters.propose", relation=Relation.UNIT, methods=("GET", "POST"))
def parameter_new(request: Request, key: str) -> HttpResponse:
    now = clock.read()
    form = ProposalForm(request.POST or None, initial={"effective_from": now.business_date})
    definition = params.definition(key)
    shown = {
        "form": form,
        "definition": definition,
        "unit": params.UNITS[definition.kind],
        "crumbs": (Link("参数管理", reverse("console:parameter_list")), Link(definition.label, "")),
    }
    if request.method == "POST":
        if not form.is_valid():
            return answer_invalid(request, "console/approvals/parameter_new.html", shown)
        sent: dict[str, object] = form.cleaned_data
        try:
            parameter_propose(
                key=key,
                value=str(sent["value"]),
                effective_from=date.fromisoformat(str(sent["effective_from"])),
                reason=str(sent["reason"]),
                actor=request.actor,
                now=now,
            )
        except InvalidInput as error:
            return answer_invalid(request, "console/approvals/parameter_new.html", shown, error)
        messages.success(request, "已提交,等待另一人复核。")
        return redirect("console:parameter_list")
    return render(request, "console/approvals/parameter_new.html", shown)


@page(
    "console",
    permission="approvals.parameters.decide",
    relation=Relation.UNIT,
    step_up="复核参数调整",
    methods=("POST",),
)
def parameter_decision(request: Request, parameter_id: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("DECISION", "请选择同意或退回,原因不超过 200 字。")
    try:
        parameter_decide(parameter_id=parameter_id, **form.cleaned_data, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        error.fields = {f"{name}-{parameter_id}": fault for name, fault in error.fields.items()}  # ids in the list
        return _list_page(request, error)
    messages.success(request, "已办理。")
    return redirect("console:parameter_list")

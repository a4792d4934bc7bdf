"""审批代办: the roles that one has lent, and to whom."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import ROLE_LABELS, Actor, Relation, Role
from apps.core.errors import AppError, StepUpRequired
from apps.core.http.forms import DayInput, answer_invalid
from apps.core.http.request import Request

from ..rules import LENDABLE_ROLES
from ..selectors.holders import roles_lent
from ..services.role_lend import role_lend, role_take_back

LEND, OWN = "members.role.lend", Relation.ENTERPRISE
LIST = "office/members/lending.html"


class LendingForm(forms.Form):
    role = forms.ChoiceField(label="委托的角色")
    emp_no = forms.CharField(label="代办人工号", max_length=20, help_text="须是在职的认证同事,且没有不相容的角色。")
    first_on = forms.DateField(label="开始日期", widget=DayInput)
    last_on = forms.DateField(label="结束日期", widget=DayInput, help_text="当天仍可代办,次日自动失效。")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [role for role in sorted(LENDABLE_ROLES & actor.roles) if not actor.lender(role)]
        self.fields["role"].choices = [(role.value, ROLE_LABELS[role]) for role in own]  # type: ignore[attr-defined]


@page("office", permission=LEND, relation=OWN)
def lending_list(request: Request) -> HttpResponse:
    return render(request, LIST, _shown(request))


def _shown(request: Request, form: LendingForm | None = None) -> dict[str, Any]:
    actor = request.actor
    today = clock.read().business_date
    return {
        "lent": roles_lent(actor),
        "borrowed": [f"{one.name}已委托您代办「{ROLE_LABELS[one.role]}」,可在工作台办理。" for one in actor.behalf],
        "form": form or LendingForm(actor=actor, initial={"first_on": today, "last_on": today}),
    }


@page("office", permission=LEND, relation=OWN, step_up="委托审批代办", methods=("POST",))
def lending_new(request: Request) -> HttpResponse:
    form = LendingForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return answer_invalid(request, LIST, _shown(request, form))
    sent = dict(form.cleaned_data)
    try:
        role_lend(role=Role(sent.pop("role")), **sent, actor=request.actor, now=clock.read())
    except StepUpRequired:
        raise
    except AppError as error:
        return answer_invalid(request, LIST, _shown(request, form), error)
    messages.success(request, "已委托,已通知代办人。")
    return redirect("office:lending_list")


@page("office", permission=LEND, relation=OWN, methods=("POST",))
def lending_end(request: Request, grant_id: UUID) -> HttpResponse:
    role_take_back(grant_id=grant_id, actor=request.actor, now=clock.read())
    messages.success(request, "代办已结束,代办人已下线。")
    return redirect("office:lending_list")

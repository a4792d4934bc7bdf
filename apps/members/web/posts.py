"""岗位管理: posts of the bank's staff, by two people (RC-8)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import ROLE_LABELS, Actor, Relation, Role
from apps.core.errors import AppError, InvalidInput
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Link
from apps.identity.contracts import NewPerson

from ..rules import STAFF_ROLES
from ..selectors.holders import staff_changes_for_staff, staff_for_staff, units_for_staff
from ..services.staff_change import login_reset_propose, post_end_propose, post_propose, staff_change_decide
from .forms import PersonForm

VIEW, PROPOSE, DECIDE = "members.staff.view", "members.staff.propose", "members.staff.decide"
UNIT = Relation.UNIT
LIST, NEW = "console/members/staff_list.html", "console/members/staff_new.html"


class PostForm(PersonForm):
    mobile = forms.CharField(label="手机号", max_length=24, help_text="初始密码将发送到这个号码。")
    staff_no = forms.CharField(label="工号", max_length=48)
    unit = forms.ChoiceField(label="机构")
    role = forms.ChoiceField(
        label="岗位", choices=[("", "请选择"), *((role.value, ROLE_LABELS[role]) for role in sorted(STAFF_ROLES))]
    )
    reason = forms.CharField(label="原因", max_length=200)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_for_staff(actor)
        self.fields["unit"].choices = [("", "请选择"), *((str(unit.id), unit.name) for unit in units)]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    verdict = forms.CharField(max_length=8, required=False)
    reason = forms.CharField(max_length=200, required=False)


@page("console", permission=VIEW, relation=UNIT)
def staff_list(request: Request) -> HttpResponse:
    return _list_page(request)


def _list_page(request: Request, error: InvalidInput | None = None) -> HttpResponse:
    shown = {
        "holders": staff_for_staff(request.actor),
        "changes": staff_changes_for_staff(request.actor),
        "may_propose": allows(request.actor, PROPOSE),
        "error": error,
    }
    return render(request, LIST, shown, status=error.status if error else 200)


@page("console", permission=PROPOSE, relation=UNIT, methods=("GET", "POST"))
def staff_new(request: Request) -> HttpResponse:
    form = PostForm(request.actor, request.POST or None)
    shown = {"form": form, "crumbs": (Link("岗位管理", reverse("console:staff_list")), Link("申请岗位", ""))}
    if request.method != "POST":
        return render(request, NEW, shown)
    if not form.is_valid():
        return answer_invalid(request, NEW, shown)
    sent: dict[str, Any] = form.cleaned_data
    try:
        post_propose(
            person=NewPerson(sent["name"], sent["id_number"], sent["mobile"]), staff_no=sent["staff_no"],
            unit_id=UUID(sent["unit"]), role=Role(sent["role"]), reason=sent["reason"], actor=request.actor,
            now=clock.read(),
        )  # fmt: skip
    except AppError as error:
        return answer_invalid(request, NEW, shown, error)
    messages.success(request, "已提交,等待审批岗复核。")
    return redirect("console:staff_list")


@page("console", permission=PROPOSE, relation=UNIT, methods=("POST",))
def staff_end(request: Request, grant_id: UUID) -> HttpResponse:
    """Proposes to take a post back, or with `reset` to take the login's second factors and password away."""
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        if "reset" in request.POST:
            login_reset_propose(grant_id=grant_id, reason=reason, actor=request.actor, now=clock.read())
        else:
            post_end_propose(grant_id=grant_id, reason=reason, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        error.fields = {f"{name}-{grant_id}": fault for name, fault in error.fields.items()}  # ids in the list
        return _list_page(request, error)
    messages.success(request, "已提交,等待审批岗复核。")
    return redirect("console:staff_list")


@page("console", permission=DECIDE, relation=UNIT, step_up="复核岗位变更", methods=("POST",))
def staff_decision(request: Request, change_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("DECISION", "请选择同意或退回,原因不超过 200 字。")
    try:
        staff_change_decide(change_id=change_id, **form.cleaned_data, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        error.fields = {f"{name}-{change_id}": fault for name, fault in error.fields.items()}
        return _list_page(request, error)
    messages.success(request, "已办理。")
    return redirect("console:staff_list")

"""部门: the tree of an enterprise, kept by HR."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import AppError, NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Link

from ..selectors.departments import DepartmentLine, department_tree
from ..services.department_edit import department_change, department_close, department_open
from . import screens

VIEW, EDIT, OWN = "members.roster.view", "members.department.edit", Relation.ENTERPRISE
LIST, DETAIL = "office/members/department_list.html", "office/members/department_detail.html"


class DepartmentForm(forms.Form):
    """A department below another, or at the top. `tree` are those to choose from."""

    name = forms.CharField(label="部门名称", max_length=60)
    parent = forms.TypedChoiceField(label="上级部门", required=False, coerce=UUID, empty_value=None)

    def __init__(self, *args: Any, tree: tuple[DepartmentLine, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            ("", "(最上级)"),
            *((str(line.id), line.path) for line in tree),
        ]


class DepartmentChangeForm(DepartmentForm):
    lead = forms.CharField(
        label="负责人工号", max_length=20, required=False, help_text="在职员工的工号;留空表示暂无负责人。"
    )


@page("office", permission=VIEW, relation=OWN)
def department_list(request: Request) -> HttpResponse:
    return render(request, LIST, _list_page(request))


def _list_page(request: Request, form: DepartmentForm | None = None) -> dict[str, Any]:
    tree = department_tree(request.actor)
    return {
        "tree": tree,
        "form": form or DepartmentForm(tree=tree),
        "may_edit": allows(request.actor, EDIT),
        "crumbs": screens.member_crumbs("部门"),
    }


@page("office", permission=EDIT, relation=OWN, methods=("POST",))
def department_new(request: Request) -> HttpResponse:
    form = DepartmentForm(request.POST, tree=department_tree(request.actor))
    if not form.is_valid():
        return answer_invalid(request, LIST, _list_page(request, form))
    sent = form.cleaned_data
    try:
        department_open(name=sent["name"], parent_id=sent["parent"], actor=request.actor, now=clock.read())
    except AppError as error:
        return answer_invalid(request, LIST, _list_page(request, form), error)
    messages.success(request, f"已设立「{sent['name']}」。")
    return redirect("office:department_list")


@page("office", permission=EDIT, relation=OWN, methods=("GET", "POST"))
def department_detail(request: Request, department_id: UUID) -> HttpResponse:
    """Renames, moves, names a lead."""
    tree = department_tree(request.actor)
    line = next((line for line in tree if line.id == department_id), None)
    if line is None:
        raise NotFound("没有找到这个部门。")
    initial = {"name": line.name, "parent": line.parent_id, "lead": line.lead_emp_no}
    form = DepartmentChangeForm(request.POST or None, initial=initial, tree=tree)
    crumbs = (*screens.member_crumbs("部门")[:-1], Link("部门", reverse("office:department_list")), Link(line.name, ""))
    shown = {"line": line, "form": form, "crumbs": crumbs}
    if request.method != "POST":
        return render(request, DETAIL, shown)
    if not form.is_valid():
        return answer_invalid(request, DETAIL, shown)
    sent = form.cleaned_data
    try:
        department_change(
            department_id=department_id,
            name=sent["name"],
            parent_id=sent["parent"],
            lead=sent["lead"],
            actor=request.actor,
            now=clock.read(),
        )
    except AppError as error:
        return answer_invalid(request, DETAIL, shown, error)
    messages.success(request, "已保存。")
    return redirect("office:department_list")


@page("office", permission=EDIT, relation=OWN, methods=("POST",))
def department_end(request: Request, department_id: UUID) -> HttpResponse:
    department_close(department_id=department_id, actor=request.actor, now=clock.read())
    messages.success(request, "已撤销这个部门。")
    return redirect("office:department_list")

"""操作员与角色: whom an enterprise lets act for it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import ROLE_LABELS, Relation, Role
from apps.core.errors import AppError, StepUpRequired
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request

from ..rules import OPERATOR_ROLES
from ..selectors.holders import operators_for_enterprise
from ..services.operator_grant import operator_reset, own_operator_grant, own_operator_revoke

GRANT, OWN = "members.operator.grant", Relation.ENTERPRISE
LIST = "office/members/operator_list.html"


class OperatorForm(forms.Form):
    emp_no = forms.CharField(label="员工工号", max_length=20, help_text="须是在职的认证员工。")
    role = forms.ChoiceField(
        label="角色", choices=[("", "请选择"), *((role.value, ROLE_LABELS[role]) for role in sorted(OPERATOR_ROLES))]
    )


@page("office", permission=GRANT, relation=OWN)
def operator_list(request: Request) -> HttpResponse:
    return render(request, LIST, _shown(request, OperatorForm()))


def _shown(request: Request, form: OperatorForm) -> dict[str, Any]:
    return {"holders": operators_for_enterprise(request.actor), "form": form}


@page("office", permission=GRANT, relation=OWN, step_up="授予操作员角色", methods=("POST",))
def operator_new(request: Request) -> HttpResponse:
    form = OperatorForm(request.POST)
    if not form.is_valid():
        return answer_invalid(request, LIST, _shown(request, form))
    try:
        own_operator_grant(
            emp_no=form.cleaned_data["emp_no"], role=Role(form.cleaned_data["role"]), actor=request.actor,
            now=clock.read(),
        )  # fmt: skip
    except StepUpRequired:
        raise
    except AppError as error:
        return answer_invalid(request, LIST, _shown(request, form), error)
    messages.success(request, "角色已授予,已通知本人。")
    return redirect("office:operator_list")


@page("office", permission=GRANT, relation=OWN, step_up="收回操作员角色", methods=("POST",))
def operator_end(request: Request, grant_id: UUID) -> HttpResponse:
    own_operator_revoke(grant_id=grant_id, actor=request.actor, now=clock.read())
    messages.success(request, "角色已收回,该人员的登录已下线。")
    return redirect("office:operator_list")


@page("office", permission=GRANT, relation=OWN, step_up="重置操作员登录验证", methods=("POST",))
def operator_renew(request: Request, user_id: UUID) -> HttpResponse:
    """After a lost phone or key: the second factors are taken away, and bound anew at the next sign-in."""
    operator_reset(user_id=user_id, actor=request.actor, now=clock.read())
    messages.success(request, "登录验证已重置,已通知本人;下次登录时重新绑定。")
    return redirect("office:operator_list")

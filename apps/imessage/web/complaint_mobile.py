"""Complaints on the phone: filing one, its progress, and what one thinks of the reply."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import Conflict
from apps.core.http.forms import answer_form
from apps.core.http.request import Request

from ..services.complaint_file import complaint_file as file_it
from ..services.complaint_judge import complaint_judge as judge
from .complaint_pages import FileForm, JudgeForm, card_shown, list_shown

FILE, SELF = "imessage.complaint.file", Relation.SELF
LIST, CARD = "mobile/imessage/complaint_list.html", "mobile/imessage/complaint.html"


@page("mobile", permission=FILE, relation=SELF)
def complaint_list(request: Request) -> HttpResponse:
    return render(request, LIST, list_shown(request))


@page("mobile", permission=FILE, relation=SELF, methods=("POST",))
def complaint_file(request: Request) -> HttpResponse:
    def act(said: dict[str, Any]) -> HttpResponse:
        answer = file_it(**said, actor=request.actor, now=clock.read())
        messages.success(request, f"投诉 {answer.number} 已受理,将在 {answer.due_on:%Y-%m-%d} 前答复。")
        return redirect("mobile:complaint", answer.complaint_id)

    return answer_form(request, LIST, list_shown(request, FileForm(request.POST)), act)


@page("mobile", permission=FILE, relation=SELF)
def complaint(request: Request, complaint_id: UUID) -> HttpResponse:
    return render(request, CARD, card_shown(request, complaint_id))


@page("mobile", permission=FILE, relation=SELF, methods=("POST",))
def complaint_judge(request: Request, complaint_id: UUID) -> HttpResponse:
    form = JudgeForm(request.POST)
    shown = card_shown(request, complaint_id, form)
    if not shown["card"].may_judge:
        raise Conflict("NOT_REPLIED", "这件投诉现在不需要表态,请刷新后查看最新状态。")

    def act(_said: dict[str, Any]) -> HttpResponse:
        judge(complaint_id=complaint_id, **form.said(), actor=request.actor, now=clock.read())
        messages.success(request, "已记下您的意见。")
        return redirect("mobile:complaint", complaint_id)

    return answer_form(request, CARD, shown, act)

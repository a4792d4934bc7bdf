"""Complaints in the office: filing one, its progress, and what one thinks of the reply."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import Conflict
from apps.core.http.forms import answer_form
from apps.core.http.request import Request
from apps.core.parts import Link

from ..services.complaint_file import complaint_file as file_it
from ..services.complaint_judge import complaint_judge as judge
from .complaint_pages import FileForm, JudgeForm, card_shown, list_shown

FILE, SELF = "imessage.complaint.file", Relation.SELF
LIST, CARD = "office/imessage/complaint_list.html", "office/imessage/complaint.html"


@page("office", permission=FILE, relation=SELF)
def complaint_list(request: Request) -> HttpResponse:
    return render(request, LIST, list_shown(request))


@page("office", permission=FILE, relation=SELF, methods=("POST",))
def complaint_file(request: Request) -> HttpResponse:
    def act(said: dict[str, Any]) -> HttpResponse:
        answer = file_it(**said, actor=request.actor, now=clock.read())
        messages.success(request, f"投诉 {answer.number} 已受理,将在 {answer.due_on:%Y-%m-%d} 前答复。")
        return redirect("office:complaint", answer.complaint_id)

    return answer_form(request, LIST, list_shown(request, FileForm(request.POST)), act)


@page("office", permission=FILE, relation=SELF)
def complaint(request: Request, complaint_id: UUID) -> HttpResponse:
    return render(request, CARD, _shown(request, complaint_id))


def _shown(request: Request, complaint_id: UUID, form: JudgeForm | None = None) -> dict[str, Any]:
    shown = card_shown(request, complaint_id, form)
    crumbs = (Link("消费投诉", reverse("office:complaint_list")), Link(shown["card"].line.number, ""))
    return shown | {"crumbs": crumbs}


@page("office", permission=FILE, relation=SELF, methods=("POST",))
def complaint_judge(request: Request, complaint_id: UUID) -> HttpResponse:
    form = JudgeForm(request.POST)
    shown = _shown(request, complaint_id, form)
    if not shown["card"].may_judge:
        raise Conflict("NOT_REPLIED", "这件投诉现在不需要表态,请刷新后查看最新状态。")

    def act(_said: dict[str, Any]) -> HttpResponse:
        judge(complaint_id=complaint_id, **form.said(), actor=request.actor, now=clock.read())
        messages.success(request, "已记下您的意见。")
        return redirect("office:complaint", complaint_id)

    return answer_form(request, CARD, shown, act)

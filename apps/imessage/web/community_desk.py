"""企业社区 in the office: what colleagues ask and answer, what was reported, and taking it off the board."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import InvalidInput
from apps.core.http.forms import page_number
from apps.core.http.request import Request
from apps.core.parts import Link

from ..selectors.community import question_for_enterprise, questions_for_enterprise
from ..services.answer_hide import answer_hide as hide_answer
from ..services.answer_show import answer_show as show_answer
from ..services.question_hide import question_hide as hide_question
from ..services.question_show import question_show as show_question

MODERATE, OWN = "imessage.community.moderate", Relation.ENTERPRISE
SHOWS = {"": "全部", "REPORTED": "被举报", "HIDDEN": "已隐藏"}


@page("office", permission=MODERATE, relation=OWN)
def question_list(request: Request) -> HttpResponse:
    asked = request.GET.get("show", "")
    show = asked if asked in SHOWS else ""
    here = reverse("office:question_list")
    tabs = tuple(Link(label, f"{here}?show={name}", active=name == show) for name, label in SHOWS.items())
    found = questions_for_enterprise(request.actor, show, page_number(request))
    return render(request, "office/imessage/question_list.html", {"found": found, "tabs": tabs, "show": show})


@page("office", permission=MODERATE, relation=OWN)
def question(request: Request, question_id: UUID) -> HttpResponse:
    return _detail(request, question_id)


def _detail(request: Request, question_id: UUID, error: InvalidInput | None = None) -> HttpResponse:
    detail = question_for_enterprise(request.actor, question_id)
    crumbs = (Link("社区问答", reverse("office:question_list")), Link(detail.line.title, ""))
    shown = {"detail": detail, "crumbs": crumbs, "error": error}
    return render(request, "office/imessage/question.html", shown, status=error.status if error else 200)


@page("office", permission=MODERATE, relation=OWN, methods=("POST",))
def question_hide(request: Request, question_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        hide_question(question_id=question_id, reason=reason, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        error.fields = {f"reason-{question_id}": error.message}  # as the field is called in this page
        return _detail(request, question_id, error)
    messages.success(request, "已隐藏,员工不再看到。")
    return redirect("office:question", question_id)


@page("office", permission=MODERATE, relation=OWN, methods=("POST",))
def question_show(request: Request, question_id: UUID) -> HttpResponse:
    show_question(question_id=question_id, actor=request.actor, now=clock.read())
    messages.success(request, "已恢复显示。")
    return redirect("office:question", question_id)


@page("office", permission=MODERATE, relation=OWN, methods=("POST",))
def answer_hide(request: Request, question_id: UUID, answer_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        hide_answer(answer_id=answer_id, reason=reason, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        error.fields = {f"reason-{answer_id}": error.message}
        return _detail(request, question_id, error)
    messages.success(request, "已隐藏,员工不再看到。")
    return redirect("office:question", question_id)


@page("office", permission=MODERATE, relation=OWN, methods=("POST",))
def answer_show(request: Request, question_id: UUID, answer_id: UUID) -> HttpResponse:
    show_answer(answer_id=answer_id, actor=request.actor, now=clock.read())
    messages.success(request, "已恢复显示。")
    return redirect("office:question", question_id)

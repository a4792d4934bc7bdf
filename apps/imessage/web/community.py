"""企业社区 on the phone: its first page, the directory, questions and answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, NotFound
from apps.core.http.forms import answer_invalid, page_number
from apps.core.http.request import Request
from apps.core.ids import new_id
from apps.core.parts import Link

from ..selectors.community import (
    SHOWS,
    community_for_member,
    department_for_member,
    question_for_member,
    questions_for_member,
)
from ..services.answer_give import answer_give as give
from ..services.answer_mark import answer_mark as mark
from ..services.answer_report import answer_report as report_answer
from ..services.question_ask import question_ask as ask
from ..services.question_report import question_report as report_question
from .forms import AnswerForm, QuestionForm, ReportForm

TALK, SELF = "imessage.talk", Relation.SELF
ASK, ONE = "mobile/imessage/question_ask.html", "mobile/imessage/question.html"


@page("mobile", permission=TALK, relation=SELF)
def community(request: Request) -> HttpResponse:
    shown = {"home": community_for_member(request.actor), "today": clock.read().business_date}
    return render(request, "mobile/imessage/community.html", shown)


@page("mobile", permission=TALK, relation=SELF)
def department_people(request: Request, department_id: UUID) -> HttpResponse:
    found = department_for_member(request.actor, department_id, page_number(request))
    return render(request, "mobile/imessage/department_people.html", {"found": found})


@page("mobile", permission=TALK, relation=SELF)
def question_list(request: Request) -> HttpResponse:
    asked = request.GET.get("show", "")
    show = asked if asked in SHOWS else ""
    here = reverse("mobile:question_list")
    chips = tuple(Link(label, f"{here}?show={name}", active=name == show) for name, label in SHOWS.items())
    found = questions_for_member(request.actor, show, page_number(request))
    return render(request, "mobile/imessage/question_list.html", {"found": found, "chips": chips, "show": show})


@page("mobile", permission=TALK, relation=SELF, methods=("GET", "POST"))
def question_ask(request: Request) -> HttpResponse:
    form = QuestionForm(request.POST or None, initial={"client_id": new_id()})
    if request.method != "POST":
        return render(request, ASK, {"form": form})
    if not form.is_valid():
        return answer_invalid(request, ASK, {"form": form})
    try:
        made = ask(**form.cleaned_data, actor=request.actor, now=clock.read())
    except NotFound:
        raise
    except AppError as error:
        return answer_invalid(request, ASK, {"form": form}, error)
    messages.success(request, "已提问,同事回答后会出现在这里。")
    return redirect("mobile:question", made.id)


@page("mobile", permission=TALK, relation=SELF)
def question(request: Request, question_id: UUID) -> HttpResponse:
    return render(request, ONE, _shown(request, question_id, AnswerForm(initial={"client_id": new_id()})))


def _shown(request: Request, question_id: UUID, form: AnswerForm) -> dict[str, Any]:
    return {"detail": question_for_member(request.actor, question_id), "form": form}


@page("mobile", permission=TALK, relation=SELF, methods=("POST",))
def answer_give(request: Request, question_id: UUID) -> HttpResponse:
    form = AnswerForm(request.POST)
    shown = _shown(request, question_id, form)
    if not form.is_valid():
        return answer_invalid(request, ONE, shown)
    try:
        give(question_id=question_id, **form.cleaned_data, actor=request.actor, now=clock.read())
    except NotFound:
        raise
    except AppError as error:
        return answer_invalid(request, ONE, shown, error)
    return redirect("mobile:question", question_id)


@page("mobile", permission=TALK, relation=SELF, methods=("POST",))
def answer_mark(request: Request, question_id: UUID, answer_id: UUID) -> HttpResponse:
    mark(answer_id=answer_id, actor=request.actor, now=clock.read())
    return redirect("mobile:question", question_id)


@page("mobile", permission=TALK, relation=SELF, methods=("POST",))
def question_report(request: Request, question_id: UUID) -> HttpResponse:
    form = ReportForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    report_question(question_id=question_id, reason=reason, actor=request.actor, now=clock.read())
    messages.success(request, "已举报,企业的管理人员会处理。")
    return redirect("mobile:question", question_id)


@page("mobile", permission=TALK, relation=SELF, methods=("POST",))
def answer_report(request: Request, question_id: UUID, answer_id: UUID) -> HttpResponse:
    form = ReportForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    report_answer(answer_id=answer_id, reason=reason, actor=request.actor, now=clock.read())
    messages.success(request, "已举报,企业的管理人员会处理。")
    return redirect("mobile:question", question_id)

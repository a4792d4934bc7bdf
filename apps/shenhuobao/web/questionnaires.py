"""The questionnaire in the console: one person words a version, another agrees; anybody who reads it may try it out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock, params
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, Conflict, InvalidInput
from apps.core.http.forms import answer_invalid, verdict_said
from apps.core.http.request import Request
from apps.core.parts import Link, Pair

from ..choices import ELDER_AGE, INVESTOR_LEVEL_LABELS
from ..choices.suitability import VETO_LABELS, Topic
from ..contracts import QuestionnairePage
from ..rules.questionnaire import Question, with_age
from ..rules.suitability import weigh
from ..selectors.questionnaires import (
    may_propose,
    questionnaire_for,
    questionnaire_in_force,
    questionnaires_for,
    questions_of,
)
from ..services.questionnaire_decide import questionnaire_decide as decide
from ..services.questionnaire_propose import questionnaire_propose as propose
from .assessment_forms import QuestionnaireForm, TryForm

READ, UNIT = "shenhuobao.questionnaire.read", Relation.UNIT
DETAIL, PROPOSE = "console/shenhuobao/questionnaire_detail.html", "console/shenhuobao/questionnaire_propose.html"


@page("console", permission=READ, relation=UNIT)
def questionnaire_list(request: Request) -> HttpResponse:
    shown = {"found": questionnaires_for(request.actor), "may_propose": may_propose(request.actor)}
    return render(request, "console/shenhuobao/questionnaire_list.html", shown)


@page("console", permission=READ, relation=UNIT)
def questionnaire_detail(request: Request, questionnaire_id: UUID) -> HttpResponse:
    """Every question with its scores, and below them a try: what would somebody with these answers be?"""
    shown = _shown(request, questionnaire_id)
    form: TryForm = shown["form"]
    if form.is_bound and not form.is_valid():
        return answer_invalid(request, DETAIL, shown)
    return render(request, DETAIL, shown)


def _shown(request: Request, questionnaire_id: UUID) -> dict[str, Any]:
    found = questionnaire_for(request.actor, questionnaire_id)
    asked = tuple(one for one in found.questions if one.topic != Topic.AGE)
    form = TryForm(request.GET if "age" in request.GET else None, questions=asked)
    return {
        "found": found,
        "form": form,
        "outcome": _tried(found, form) if form.is_bound and form.is_valid() else (),
        "crumbs": _crumbs(f"第 {found.number} 版"),
    }


def _tried(found: QuestionnairePage, form: TryForm) -> tuple[Pair, ...]:
    questions, age = questions_of(found.id), form.cleaned_data["age"]
    is_elder = age >= params.get(ELDER_AGE, clock.read().business_date)
    outcome = weigh(questions, with_age(questions, form.answers(), age), is_elder=is_elder, online=True)
    return (
        Pair("得分", f"{outcome.score} 分"),
        Pair("等级", INVESTOR_LEVEL_LABELS[outcome.level]),
        *(Pair("调整", VETO_LABELS[one]) for one in outcome.vetoes),
    )


def _crumbs(here: str) -> tuple[Link, ...]:
    return (Link("测评问卷", reverse("console:questionnaire_list")), Link(here, ""))


@page("console", permission="shenhuobao.questionnaire.propose", relation=UNIT, methods=("GET", "POST"))
def questionnaire_propose(request: Request) -> HttpResponse:
    """The next version, beginning with the one in force."""
    current = questionnaire_in_force()
    questions: list[Question] = current.questions
    form = QuestionnaireForm(request.POST or None, questions=questions)
    shown = {"form": form, "number": current.number, "crumbs": _crumbs("提交新版本")}
    if request.method != "POST":
        return render(request, PROPOSE, shown)
    if not form.is_valid():
        return answer_invalid(request, PROPOSE, shown)
    key = form.cleaned_data["idempotency_key"]
    try:
        questionnaire_id = propose(questions=form.questions, key=key, actor=request.actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return answer_invalid(request, PROPOSE, shown, error)
    messages.success(request, "已提交,等待另一人复核。可以在下面试算。")
    return redirect("console:questionnaire_detail", questionnaire_id)


@page(
    "console",
    permission="shenhuobao.questionnaire.decide",
    relation=UNIT,
    step_up="复核风险测评问卷",
    methods=("POST",),
)
def questionnaire_decide(request: Request, questionnaire_id: UUID) -> HttpResponse:
    said = verdict_said(request)
    try:
        decide(questionnaire_id=questionnaire_id, **said, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _again(request, questionnaire_id, error)
    messages.success(request, "已办理。")
    return redirect("console:questionnaire_detail", questionnaire_id)


def _again(request: Request, questionnaire_id: UUID, error: AppError) -> HttpResponse:
    return render(request, DETAIL, _shown(request, questionnaire_id) | {"error": error}, status=error.status)

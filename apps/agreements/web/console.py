"""The bank's desk of texts (one writes, another publishes) and of requests about personal data."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import AppError, InvalidInput
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Link

from ..selectors.own_data import data_request_for_staff, data_requests_for_staff
from ..selectors.texts import text_versions, texts_for_staff
from ..services.data_request_move import data_request_answer
from ..services.text_change import text_decide, text_propose
from .forms import AnswerForm, DecisionForm, TextForm

VIEW, PROPOSE, DECIDE = "agreements.text.view", "agreements.text.propose", "agreements.text.decide"
READ, ANSWER = "agreements.data_request.view", "agreements.data_request.answer"
UNIT = Relation.UNIT


@page("console", permission=VIEW, relation=UNIT)
def text_list(request: Request) -> HttpResponse:
    return _list_page(request)


def _list_page(request: Request, error: InvalidInput | None = None) -> HttpResponse:
    shown = {
        "texts": texts_for_staff(request.actor, clock.read(), may_decide=allows(request.actor, DECIDE)),
        "may_propose": allows(request.actor, PROPOSE),
        "error": error,
    }
    return render(request, "console/agreements/text_list.html", shown, status=error.status if error else 200)


@page("console", permission=VIEW, relation=UNIT)
def text_detail(request: Request, code: str) -> HttpResponse:
    """A text in all its versions, the newest first."""
    versions = text_versions(code)
    shown = {"versions": versions, "crumbs": _crumbs(versions[0].title)}
    return render(request, "console/agreements/text_detail.html", shown)


def _crumbs(here: str) -> tuple[Link, ...]:
    return (Link("协议文本", reverse("console:text_list")), Link(here, ""))


@page("console", permission=PROPOSE, relation=UNIT, methods=("GET", "POST"))
def text_new(request: Request, code: str) -> HttpResponse:
    """The next version, beginning with the words of the last."""
    last, now = text_versions(code)[0], clock.read()
    body = "\n".join(f"## {line.text}" if line.is_heading else line.text for line in last.paragraphs)
    form = TextForm(
        request.POST or None, initial={"title": last.title, "body": body, "effective_from": now.business_date}
    )
    shown = {"form": form, "last": last, "crumbs": _crumbs(f"修订《{last.title}》")}
    template = "console/agreements/text_new.html"
    if request.method != "POST":
        return render(request, template, shown)
    if not form.is_valid():
        return answer_invalid(request, template, shown)
    try:
        text_propose(code=code, **form.cleaned_data, actor=request.actor, now=now)
    except AppError as error:
        if error.status not in (409, 422):
            raise
        return answer_invalid(request, template, shown, error)
    messages.success(request, "新版本已提交,等待另一人复核发布。")
    return redirect("console:text_list")


@page("console", permission=DECIDE, relation=UNIT, step_up="复核协议文本", methods=("POST",))
def text_decision(request: Request, text_id: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("DECISION", "请选择发布或退回,原因不超过 200 字。")
    try:
        text_decide(text_id=text_id, **form.cleaned_data, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        error.fields = {f"{name}-{text_id}": fault for name, fault in error.fields.items()}
        return _list_page(request, error)
    messages.success(request, "已办理。")
    return redirect("console:text_list")


@page("console", permission=READ, relation=UNIT)
def data_request_list(request: Request) -> HttpResponse:
    is_open = request.GET.get("show") != "done"
    url = reverse("console:data_request_list")
    shown = {
        "requests": data_requests_for_staff(request.actor, clock.read(), is_open=is_open),
        "is_open": is_open,
        "tabs": (Link("待答复", url, active=is_open), Link("已办结", f"{url}?show=done", active=not is_open)),
    }
    return render(request, "console/agreements/data_request_list.html", shown)


@page("console", permission=READ, relation=UNIT)
def data_request(request: Request, request_id: UUID) -> HttpResponse:
    return render(request, "console/agreements/data_request.html", _request_page(request, request_id, AnswerForm()))


def _request_page(request: Request, request_id: UUID, form: AnswerForm) -> dict[str, object]:
    found = data_request_for_staff(request.actor, request_id, clock.read())
    return {
        "found": found,
        "form": form,
        "may_answer": allows(request.actor, ANSWER) and found.closed_at is None,
        "crumbs": (Link("个人信息请求", reverse("console:data_request_list")), Link(found.kind_label, "")),
    }


@page("console", permission=ANSWER, relation=UNIT, methods=("POST",))
def data_request_reply(request: Request, request_id: UUID) -> HttpResponse:
    form = AnswerForm(request.POST)
    template = "console/agreements/data_request.html"
    if not form.is_valid():
        return answer_invalid(request, template, _request_page(request, request_id, form))
    try:
        data_request_answer(
            request_id=request_id,
            granted=form.cleaned_data["granted"] == "yes",
            answer=form.cleaned_data["answer"],
            actor=request.actor,
            now=clock.read(),
        )
    except InvalidInput as error:
        return answer_invalid(request, template, _request_page(request, request_id, form), error)
    messages.success(request, "已答复,本人会收到消息。")
    return redirect("console:data_request_list")

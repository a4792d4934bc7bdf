"""调阅与保全 in the console: compliance asks by case number, another person decides, every opening is on record."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import InvalidInput, NotFound
from apps.core.http.forms import DayInput, answer_invalid, verdict_said
from apps.core.http.request import Request
from apps.core.parts import Link

from ..choices import CASE_LENGTH, WARRANT_KIND_LABELS, WORDS_LENGTH
from ..contracts.warrants import NewWarrant
from ..rules.frames import MOST_SEQ
from ..selectors.warrants import warrant_for_staff, warrants_for_staff
from ..services.warrant_close import warrant_close as close
from ..services.warrant_decide import warrant_decide as decide
from ..services.warrant_propose import warrant_propose as propose
from ..services.warrant_read import warrant_read as read
from ..services.warrant_release import warrant_release as release

VIEW, PROPOSE, UNIT = "imessage.warrant.view", "imessage.warrant.propose", Relation.UNIT
NEW_PAGE = "console/imessage/warrant_propose.html"
LIST_CRUMB = "会话调阅与保全"


class WarrantForm(forms.Form):
    kind = forms.ChoiceField(label="事项", choices=list(WARRANT_KIND_LABELS.items()))
    case_no = forms.CharField(label="案件编号", max_length=CASE_LENGTH)
    reason = forms.CharField(label="理由", max_length=WORDS_LENGTH)
    conversation_id = forms.UUIDField(
        label="会话编号", required=False, help_text="举报、投诉和员工数据副本中有会话编号"
    )
    uscc = forms.CharField(label="企业统一社会信用代码", max_length=18, required=False)
    emp_no = forms.CharField(
        label="员工工号", max_length=40, required=False, help_text="不填会话编号时,填写企业和工号:该员工参加的全部会话"
    )
    covers_from = forms.DateField(label="调阅自", widget=DayInput, required=False, help_text="保全不需要填写日期")
    covers_to = forms.DateField(label="调阅至", widget=DayInput, required=False)


class ReadForm(forms.Form):
    conversation_id = forms.UUIDField()
    after = forms.IntegerField(min_value=0, max_value=MOST_SEQ, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=WORDS_LENGTH, required=False)


@page("console", permission=VIEW, relation=UNIT)
def warrant_list(request: Request) -> HttpResponse:
    shown = {"warrants": warrants_for_staff(request.actor), "may_propose": allows(request.actor, PROPOSE)}
    return render(request, "console/imessage/warrant_list.html", shown)


@page("console", permission=PROPOSE, relation=UNIT, methods=("GET", "POST"))
def warrant_propose(request: Request) -> HttpResponse:
    form = WarrantForm(request.POST or None, initial={"conversation_id": request.GET.get("talk", "")[:36]})
    shown = {"form": form, "crumbs": (Link(LIST_CRUMB, reverse("console:warrant_list")), Link("新申请", ""))}
    if request.method != "POST":
        return render(request, NEW_PAGE, shown)
    if not form.is_valid():
        return answer_invalid(request, NEW_PAGE, shown)
    try:
        warrant_id = propose(warrant=NewWarrant(**form.cleaned_data), actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return answer_invalid(request, NEW_PAGE, shown, error)
    messages.success(request, "已提交,等待另一人复核。")
    return redirect("console:warrant", warrant_id)


@page("console", permission=VIEW, relation=UNIT)
def warrant(request: Request, warrant_id: UUID) -> HttpResponse:
    return _detail(request, warrant_id)


@page("console", permission="imessage.warrant.decide", relation=UNIT, step_up="复核调阅保全", methods=("POST",))
def warrant_decide(request: Request, warrant_id: UUID) -> HttpResponse:
    said = verdict_said(request, is_keyed=False)
    try:
        decide(warrant_id=warrant_id, **said, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _detail(request, warrant_id, error)
    messages.success(request, "已复核。")
    return redirect("console:warrant", warrant_id)


@page("console", permission=PROPOSE, relation=UNIT, methods=("POST",))
def warrant_release(request: Request, warrant_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        release(warrant_id=warrant_id, reason=reason, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _detail(request, warrant_id, error)
    messages.success(request, "已提交解除,等待另一人复核;复核前继续保全。")
    return redirect("console:warrant", warrant_id)


@page("console", permission=PROPOSE, relation=UNIT, methods=("POST",))
def warrant_close(request: Request, warrant_id: UUID) -> HttpResponse:
    close(warrant_id=warrant_id, actor=request.actor, now=clock.read())
    messages.success(request, "调阅已结束。")
    return redirect("console:warrant", warrant_id)


@page("console", permission="imessage.warrant.read", relation=UNIT, methods=("POST",))
def warrant_read(request: Request, warrant_id: UUID) -> HttpResponse:
    """Opened by a form, for each opening goes on record."""
    form = ReadForm(request.POST)
    if not form.is_valid():
        raise NotFound("请从调阅单打开会话。")
    said = form.cleaned_data
    found = read(
        warrant_id=warrant_id, conversation_id=said["conversation_id"], after=said["after"] or 0, actor=request.actor,
        now=clock.read(),
    )  # fmt: skip
    crumbs = (
        Link(LIST_CRUMB, reverse("console:warrant_list")),
        Link("调阅单", reverse("console:warrant", args=[warrant_id])),
        Link(found.title, ""),
    )
    return render(
        request, "console/imessage/reading.html", {"reading": found, "warrant_id": warrant_id, "crumbs": crumbs}
    )


def _detail(request: Request, warrant_id: UUID, error: InvalidInput | None = None) -> HttpResponse:
    found = warrant_for_staff(request.actor, warrant_id, clock.read())
    crumbs = (Link(LIST_CRUMB, reverse("console:warrant_list")), Link(found.line.case_no, ""))
    shown = {"warrant": found, "error": error, "crumbs": crumbs}
    return render(request, "console/imessage/warrant.html", shown, status=error.status if error else 200)

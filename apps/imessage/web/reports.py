"""举报与处理 on the phone: a message is reported, and whose words were hidden reads why and may appeal."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import InvalidInput, NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request

from ..choices import REASON_LABELS, SAID_KINDS, WORDS_LENGTH
from ..selectors.reports import reports_for_member
from ..selectors.talks import talk_for_member
from ..services.message_report import message_report as report
from ..services.report_appeal import report_appeal as appeal

TALK, SELF = "imessage.talk", Relation.SELF
REPORT_PAGE, LIST_PAGE = "mobile/imessage/message_report.html", "mobile/imessage/report_list.html"


class ReportForm(forms.Form):
    reason = forms.ChoiceField(label="举报原因", choices=list(REASON_LABELS.items()), widget=forms.RadioSelect)
    note = forms.CharField(
        label="补充说明(选填)", max_length=WORDS_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


@page("mobile", permission=TALK, relation=SELF, methods=("GET", "POST"))
def message_report(request: Request, conversation_id: UUID, seq: int) -> HttpResponse:
    """The message in question, and why."""
    found = talk_for_member(request.actor, conversation_id, before=seq + 1, most=1)
    if not found.messages or found.messages[0].seq != seq or found.messages[0].kind not in SAID_KINDS:
        raise NotFound("没有找到可以举报的消息。")
    form = ReportForm(request.POST or None)
    shown = {"form": form, "line": found.messages[0], "talk": found.talk}
    if request.method != "POST":
        return render(request, REPORT_PAGE, shown)
    if not form.is_valid():
        return answer_invalid(request, REPORT_PAGE, shown)
    try:
        report(
            conversation_id=conversation_id, seq=seq, **form.cleaned_data, actor=request.actor, now=clock.read()
        )  # fmt: skip
    except InvalidInput as error:
        return answer_invalid(request, REPORT_PAGE, shown, error)
    messages.success(request, "已收到举报,银行会查看这条消息并告知结果。")
    return redirect("mobile:report_list")


@page("mobile", permission=TALK, relation=SELF)
def report_list(request: Request) -> HttpResponse:
    return render(request, LIST_PAGE, {"reports": reports_for_member(request.actor)})


@page("mobile", permission=TALK, relation=SELF, methods=("POST",))
def report_appeal(request: Request, report_id: UUID) -> HttpResponse:
    try:
        appeal(report_id=report_id, text=request.POST.get("reason", ""), actor=request.actor, now=clock.read())
    except InvalidInput as error:
        shown = {"reports": reports_for_member(request.actor), "error": error}
        return render(request, LIST_PAGE, shown, status=error.status)
    messages.success(request, "申诉已提交,由另一位银行人员复核。")
    return redirect("mobile:report_list")

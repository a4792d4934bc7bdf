"""What the bank does once an issue is lent: agrees to an early repayment, puts a default on record (rows 15, 20)."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import Conflict, InvalidInput
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Link

from ..selectors.arrears import late_for_staff
from ..services.default_note import default_note as note
from ..services.early_decide import early_decide as decide
from ..services.evidence_export import evidence_export as export
from ..services.issue_default import issue_default as default
from . import screens
from .desk import again, answered, said, verdict_of
from .evidence_file import evidence_answer, evidence_zip
from .forms import DefaultForm

UNIT, DEFAULTS = Relation.UNIT, "tongxinbao.issue.default"
DEFAULT = "console/tongxinbao/issue_default.html"


@page("console", permission="tongxinbao.early.decide", relation=UNIT, step_up="同意提前还款", methods=("POST",))
def early_decide(request: Request, issue_id: UUID) -> HttpResponse:
    """The bank's approver, after the enterprise's authoriser."""
    sent = verdict_of(request, issue_id)
    try:
        answer = decide(issue_id=issue_id, **sent, actor=request.actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return again(request, issue_id, error, "kept")
    return answered(request, issue_id, answer)


@page("console", permission=DEFAULTS, relation=UNIT, methods=("GET", "POST"))
def issue_default(request: Request, issue_id: UUID) -> HttpResponse:
    """How late it is, who is owed what, and the word that it is in default."""
    late = late_for_staff(request.actor, issue_id, clock.read())
    form = DefaultForm(request.POST or None)
    shown = screens.page_of(
        late=late,
        form=form,
        stats=screens.late_stats(late),
        crumbs=screens.issue_crumbs("console", late.line, Link("认定违约", "")),
    )
    if request.method != "POST":
        return render(request, DEFAULT, shown)
    if not form.is_valid():
        return answer_invalid(request, DEFAULT, shown)
    sent = {"reason": form.cleaned_data["reason"], "is_insolvent": form.cleaned_data["is_insolvent"]}
    key = form.cleaned_data["idempotency_key"]
    try:
        answer = default(issue_id=issue_id, **sent, key=key, actor=request.actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return answer_invalid(request, DEFAULT, shown, error)
    return answered(request, issue_id, answer)


@page("console", permission=DEFAULTS, relation=UNIT, methods=("POST",))
def default_note(request: Request, issue_id: UUID) -> HttpResponse:
    try:
        note(issue_id=issue_id, **said(request, "text"), actor=request.actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return again(request, issue_id, error, "noted")
    messages.success(request, "已记录,出借人会收到通知。")
    return redirect("console:issue_detail", issue_id)


@page("console", permission=DEFAULTS, relation=UNIT, step_up="导出证据材料", methods=("POST",))
def evidence_export(request: Request, issue_id: UUID) -> HttpResponse | FileResponse:
    reason = request.POST.get("reason", "")
    try:
        evidence, file = export(
            issue_id=issue_id, reason=reason, render=evidence_zip, actor=request.actor, now=clock.read()
        )
    except (InvalidInput, Conflict) as error:
        return again(request, issue_id, error, "exported")
    return evidence_answer(evidence, file)

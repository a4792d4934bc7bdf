"""While the enterprise owes its people: repaying early, telling them what happens with the money (TX-12, TX-25)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import Conflict, InvalidInput
from apps.core.http.forms import answer_invalid, verdict_said
from apps.core.http.request import Request
from apps.core.parts import Link

from ..selectors.early import early_offer
from ..selectors.exits import exit_for_office
from ..selectors.issues import issue_detail as issue_detail_of
from ..selectors.notices import notices_of
from ..services.early_ask import early_ask as ask
from ..services.early_decide import early_decide as decide
from ..services.exit_decide import exit_decide as answer_exit
from ..services.notice_publish import notice_publish as announce
from . import screens
from .forms import DayForm, NoticeForm
from .office import detail_page

OWN = Relation.ENTERPRISE
EARLY, NOTICE = "office/tongxinbao/early_ask.html", "office/tongxinbao/notice_publish.html"
EXIT = "office/tongxinbao/exit_decide.html"


@page("office", permission="tongxinbao.early.ask", relation=OWN, step_up="申请提前还款", methods=("GET", "POST"))
def early_ask(request: Request, issue_id: UUID) -> HttpResponse:
    """Which day, what it takes on that day to the fen, and then the asking."""
    sent = request.POST if request.method == "POST" else request.GET if "on" in request.GET else None
    form = DayForm(sent)
    on = form.cleaned_data["on"] if sent is not None and form.is_valid() else None
    offer = early_offer(request.actor, issue_id, on, clock.read())
    shown = screens.page_of(
        offer=offer,
        form=form if sent is not None else DayForm(initial={"on": offer.on}),
        pairs=screens.early_pairs(offer.found) if offer.found else (),
        crumbs=screens.issue_crumbs("office", offer.line, Link("提前还款", "")),
    )
    if sent is not None and on is None:
        return answer_invalid(request, EARLY, shown)
    if request.method != "POST" or on is None:
        return render(request, EARLY, shown)
    key = request.POST.get("idempotency_key", "")
    try:
        ask(issue_id=issue_id, on=on, key=key, actor=request.actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return answer_invalid(request, EARLY, shown, error)
    messages.success(request, "已申请,等待企业授权人和银行同意;在此之前一切照常。")
    return redirect("office:issue_detail", issue_id)


@page("office", permission="tongxinbao.early.decide", relation=OWN, step_up="同意提前还款", methods=("POST",))
def early_decide(request: Request, issue_id: UUID) -> HttpResponse:
    """The enterprise's authoriser; the bank's approver comes after."""
    issue_detail_of(request.actor, issue_id)  # what is not the actor's is not there, whatever is sent
    said = verdict_said(request)
    try:
        decide(issue_id=issue_id, **said, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        error.fields = {"kept": error.message}  # as the field is called in this page
        return detail_page(request, issue_id, error)
    messages.success(request, "已办理。" if said["verdict"] == "RETURN" else "已同意,等待银行审批。")
    return redirect("office:issue_detail", issue_id)


@page("office", permission="tongxinbao.exit.decide", relation=OWN, step_up="同意提前收回", methods=("GET", "POST"))
def exit_decide(request: Request, holding_id: UUID) -> HttpResponse:
    """A lender's request, what it takes today, and the word of checker and authoriser."""
    found = exit_for_office(request.actor, holding_id, clock.read())
    shown = screens.page_of(
        found=found,
        pairs=screens.early_pairs(found.found),
        crumbs=screens.issue_crumbs("office", found.line, Link("提前收回", "")),
    )
    if request.method != "POST":
        return render(request, EXIT, shown)
    said = verdict_said(request)
    try:
        answer = answer_exit(holding_id=holding_id, **said, actor=request.actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return render(request, EXIT, shown | {"error": error}, status=error.status)
    messages.success(request, f"已办理,这笔出借现在是「{answer.state_label}」。")
    return redirect("office:holding_list", found.line.id)


@page("office", permission="tongxinbao.notice.publish", relation=OWN, methods=("GET", "POST"))
def notice_publish(request: Request, issue_id: UUID) -> HttpResponse:
    """A report of what the money is used for, or an announcement; with the earlier ones below."""
    found = notices_of(request.actor, issue_id)
    form = NoticeForm(request.POST or None, request.FILES or None)
    shown = screens.page_of(
        found=found, form=form, crumbs=screens.issue_crumbs("office", found.line, Link("公告和报告", ""))
    )
    if request.method != "POST":
        return render(request, NOTICE, shown)
    if not form.is_valid():
        return answer_invalid(request, NOTICE, shown)
    try:
        announce(issue_id=issue_id, **_notice(form), actor=request.actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return answer_invalid(request, NOTICE, shown, error)
    messages.success(request, "已发布,出借人会收到通知。")
    return redirect("office:notice_publish", issue_id)


def _notice(form: NoticeForm) -> dict[str, Any]:
    sent = form.cleaned_data
    file = sent["file"]
    content = {"file_name": file.name, "content": file.read()} if file else {}
    return {name: sent[name] for name in ("kind", "title", "text")} | {"key": sent["idempotency_key"]} | content

"""Complaints in the console: by due day, and one of them with its reply and its extension."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.audit import api as audit
from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, Forbidden, NotFound
from apps.core.http.forms import answer_invalid, page_number, verdict_said
from apps.core.http.request import Request
from apps.core.parts import Happening, Link, pages_of

from ..rules.complaints import MOST_REASON, MOST_REPLY
from ..selectors.complaints import complaint_for_staff, complaints_for_staff
from ..services.complaint_reply import complaint_reply as reply
from ..services.complaint_take import complaint_take as take
from ..services.extension_ask import extension_ask as ask
from ..services.extension_decide import extension_decide as decide

VIEW, WORK, REPLY = "imessage.complaint.view", "imessage.complaint.work", "imessage.complaint.reply"
DECIDE, UNIT = "imessage.complaint.decide", Relation.UNIT
CARD = "console/imessage/complaint.html"
SHOWS = {"open": "待答复", "mine": "我承办的", "replied": "待表态", "closed": "已办结"}


class ReplyForm(forms.Form):
    text = forms.CharField(label="答复内容", max_length=MOST_REPLY, widget=forms.Textarea(attrs={"rows": 5}))


class ExtensionForm(forms.Form):
    reason = forms.CharField(label="延期原因(客户会看到)", max_length=MOST_REASON)


@page("console", permission=VIEW, relation=UNIT)
def complaint_list(request: Request) -> HttpResponse:
    """By due day; what of the address makes no sense counts as not said."""
    show = request.GET.get("show", "")
    show = show if show in SHOWS else "open"
    found = complaints_for_staff(request.actor, show=show, page=page_number(request), now=clock.read())
    tabs = tuple(Link(label, f"?show={key}", active=key == show) for key, label in SHOWS.items())
    shown = {"found": found, "tabs": tabs, "pager": pages_of(found, show=show)}
    return render(request, "console/imessage/complaint_list.html", shown)


@page("console", permission=VIEW, relation=UNIT)
def complaint(request: Request, complaint_id: UUID) -> HttpResponse:
    return render(request, CARD, _shown(request, complaint_id))


def _shown(request: Request, complaint_id: UUID, **more: object) -> dict[str, object]:
    card = complaint_for_staff(request.actor, complaint_id, clock.read())
    sent = next((form for form in more.values() if form), None)
    events = tuple(
        Happening(
            f"{line.at.astimezone(clock.SHANGHAI):%m-%d %H:%M}", line.display, line.sentence,
            ";".join(map(" ".join, line.notes)),
        )
        for line in reversed(audit.trail_of(complaint_id))
    )  # fmt: skip
    crumbs = (Link("消费投诉", reverse("console:complaint_list")), Link(card.line.number, ""))
    forms_here = {"reply": ReplyForm(), "extension": ExtensionForm()} | more
    return {"card": card, "crumbs": crumbs, "events": events, "form": sent} | forms_here


@page("console", permission=WORK, relation=UNIT, methods=("POST",))
def complaint_take(request: Request, complaint_id: UUID) -> HttpResponse:
    take(complaint_id=complaint_id, actor=request.actor, now=clock.read())
    messages.success(request, "已承办,请在期限前答复。")
    return redirect("console:complaint", complaint_id)


@page("console", permission=REPLY, relation=UNIT, methods=("POST",))
def complaint_reply(request: Request, complaint_id: UUID) -> HttpResponse:
    form = ReplyForm(request.POST)
    shown = _shown(request, complaint_id, reply=form)
    if not form.is_valid() and shown["card"].may_reply:  # type: ignore[attr-defined]
        return answer_invalid(request, CARD, shown)
    text = form.cleaned_data.get("text", "")
    try:
        reply(complaint_id=complaint_id, text=text, actor=request.actor, now=clock.read())
    except (NotFound, Forbidden):
        raise
    except AppError as error:
        return answer_invalid(request, CARD, shown | {"form": None}, error)
    messages.success(request, "已答复,客户会收到通知。")
    return redirect("console:complaint", complaint_id)


@page("console", permission=REPLY, relation=UNIT, methods=("POST",))
def extension_ask(request: Request, complaint_id: UUID) -> HttpResponse:
    form = ExtensionForm(request.POST)
    shown = _shown(request, complaint_id, extension=form)
    if not form.is_valid() and shown["card"].may_extend:  # type: ignore[attr-defined]
        return answer_invalid(request, CARD, shown)
    reason = form.cleaned_data.get("reason", "")
    try:
        ask(complaint_id=complaint_id, reason=reason, actor=request.actor, now=clock.read())
    except (NotFound, Forbidden):
        raise
    except AppError as error:
        return answer_invalid(request, CARD, shown | {"form": None}, error)
    messages.success(request, "已提交延期申请,等待审批岗审批。")
    return redirect("console:complaint", complaint_id)


@page("console", permission=DECIDE, relation=UNIT, step_up="审批投诉延期", methods=("POST",))
def extension_decide(request: Request, complaint_id: UUID) -> HttpResponse:
    said = verdict_said(request, is_keyed=False)
    decide(complaint_id=complaint_id, **said, actor=request.actor, now=clock.read())
    messages.success(request, "已办理。")
    return redirect("console:complaint", complaint_id)

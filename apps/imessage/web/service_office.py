"""The bank's desk in the office: an operator asks for the enterprise, reads and answers on one page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.http.forms import answer_form
from apps.core.http.request import Request
from apps.core.ids import new_id
from apps.core.parts import Link

from ..selectors.talks import talk_for_member
from ..services.cursor_move import cursor_move
from ..services.message_send import message_send as send
from ..services.thread_open import thread_open as begin
from ..services.thread_rate import thread_rate as rate
from ..services.thread_reopen import thread_reopen as reopen
from .desk_rows import asked_before, said_shown
from .forms import MessageForm
from .service_pages import AskForm, RateForm, ReopenForm, home_shown, thread_shown

ASK, SELF = "imessage.service.ask", Relation.SELF
HOME, THREAD = "office/imessage/service_home.html", "office/imessage/thread.html"


@page("office", permission=ASK, relation=SELF)
def service_home(request: Request) -> HttpResponse:
    return render(request, HOME, home_shown(request))


@page("office", permission=ASK, relation=SELF, methods=("POST",))
def thread_open(request: Request) -> HttpResponse:
    def act(said: dict[str, Any]) -> HttpResponse:
        answer = begin(**said, actor=request.actor, now=clock.read())
        return redirect("office:thread", answer.conversation_id)

    return answer_form(request, HOME, home_shown(request, AskForm(request.POST)), act)


@page("office", permission=ASK, relation=SELF)
def thread(request: Request, thread_id: UUID) -> HttpResponse:
    """The last rows, or those in front of `?before=`. What is shown counts as read."""
    before = asked_before(request)
    shown = _shown(request, thread_id, before=before)
    if before is None and shown["talk"].unread:
        cursor_move(conversation_id=thread_id, read_seq=shown["talk"].last_seq, actor=request.actor)
    return render(request, THREAD, shown)


def _shown(request: Request, thread_id: UUID, *, before: int | None = None, **forms: Any) -> dict[str, Any]:
    said = forms.pop("say", None)
    now = clock.read()
    shown = thread_shown(request, thread_id, now, **forms)
    shown["crumbs"] = (Link("银行客服", reverse("office:service_home")), Link(shown["thread"].topic_label, ""))
    shown["say"] = said or MessageForm(initial={"client_id": new_id()})
    shown["form"] = said or shown["form"]
    return shown | said_shown(request, talk_for_member(request.actor, thread_id, before=before), now)


@page("office", permission=ASK, relation=SELF, methods=("POST",))
def message_send(request: Request, thread_id: UUID) -> HttpResponse:
    def act(said: dict[str, Any]) -> HttpResponse:
        send(conversation_id=thread_id, **said, actor=request.actor, now=clock.read())
        return redirect(f"{reverse('office:thread', args=[thread_id])}#end")

    return answer_form(request, THREAD, _shown(request, thread_id, say=MessageForm(request.POST)), act)


@page("office", permission=ASK, relation=SELF, methods=("POST",))
def thread_reopen(request: Request, thread_id: UUID) -> HttpResponse:
    def act(said: dict[str, Any]) -> HttpResponse:
        reopen(thread_id=thread_id, **said, actor=request.actor, now=clock.read())
        return redirect("office:thread", thread_id)

    shown = _shown(request, thread_id, reopen=ReopenForm(request.POST))
    return answer_form(request, THREAD, shown, act)


@page("office", permission=ASK, relation=SELF, methods=("POST",))
def thread_rate(request: Request, thread_id: UUID) -> HttpResponse:
    def act(said: dict[str, Any]) -> HttpResponse:
        rate(thread_id=thread_id, **said, actor=request.actor, now=clock.read())
        messages.success(request, "感谢您的评价。")
        return redirect("office:thread", thread_id)

    shown = _shown(request, thread_id, rate=RateForm(request.POST))
    return answer_form(request, THREAD, shown, act)

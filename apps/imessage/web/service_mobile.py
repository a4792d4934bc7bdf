"""The bank's desk on the phone: whom to ask, what one has asked, where it stands, and what one thinks of the answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.http.forms import answer_form
from apps.core.http.request import Request

from ..services.thread_open import thread_open as begin
from ..services.thread_rate import thread_rate as rate
from ..services.thread_reopen import thread_reopen as reopen
from .service_pages import AskForm, RateForm, ReopenForm, home_shown, thread_shown

ASK, SELF = "imessage.service.ask", Relation.SELF
HOME, THREAD = "mobile/imessage/service_home.html", "mobile/imessage/thread.html"


@page("mobile", permission=ASK, relation=SELF)
def service_home(request: Request) -> HttpResponse:
    return render(request, HOME, home_shown(request))


@page("mobile", permission=ASK, relation=SELF, methods=("POST",))
def thread_open(request: Request) -> HttpResponse:
    def act(said: dict[str, Any]) -> HttpResponse:
        answer = begin(**said, actor=request.actor, now=clock.read())
        return redirect("mobile:talk", answer.conversation_id)

    return answer_form(request, HOME, home_shown(request, AskForm(request.POST)), act)


@page("mobile", permission=ASK, relation=SELF)
def thread(request: Request, thread_id: UUID) -> HttpResponse:
    """Where it stands in the queue; behind its end, opening it again and the score."""
    return render(request, THREAD, thread_shown(request, thread_id, clock.read()))


@page("mobile", permission=ASK, relation=SELF, methods=("POST",))
def thread_reopen(request: Request, thread_id: UUID) -> HttpResponse:
    def act(said: dict[str, Any]) -> HttpResponse:
        reopen(thread_id=thread_id, **said, actor=request.actor, now=clock.read())
        return redirect("mobile:talk", thread_id)

    shown = thread_shown(request, thread_id, clock.read(), reopen=ReopenForm(request.POST))
    return answer_form(request, THREAD, shown, act)


@page("mobile", permission=ASK, relation=SELF, methods=("POST",))
def thread_rate(request: Request, thread_id: UUID) -> HttpResponse:
    def act(said: dict[str, Any]) -> HttpResponse:
        rate(thread_id=thread_id, **said, actor=request.actor, now=clock.read())
        messages.success(request, "感谢您的评价。")
        return redirect("mobile:thread", thread_id)

    shown = thread_shown(request, thread_id, clock.read(), rate=RateForm(request.POST))
    return answer_form(request, THREAD, shown, act)

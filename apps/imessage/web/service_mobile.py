"""The bank's desk on the phone: whom to ask, what one has asked, where it stands, and what one thinks of the answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, NotFound
from apps.core.http.forms import answer_invalid
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
    form = AskForm(request.POST)
    if not form.is_valid():
        return answer_invalid(request, HOME, home_shown(request, form))
    try:
        answer = begin(**form.cleaned_data, actor=request.actor, now=clock.read())
    except AppError as error:
        return answer_invalid(request, HOME, home_shown(request, form), error)
    return redirect("mobile:talk", answer.conversation_id)


@page("mobile", permission=ASK, relation=SELF)
def thread(request: Request, thread_id: UUID) -> HttpResponse:
    """Where it stands in the queue; behind its end, opening it again and the score."""
    return render(request, THREAD, thread_shown(request, thread_id, clock.read()))


@page("mobile", permission=ASK, relation=SELF, methods=("POST",))
def thread_reopen(request: Request, thread_id: UUID) -> HttpResponse:
    form = ReopenForm(request.POST)
    shown = thread_shown(request, thread_id, clock.read(), reopen=form)
    if not form.is_valid():
        return answer_invalid(request, THREAD, shown)
    try:
        reopen(thread_id=thread_id, **form.cleaned_data, actor=request.actor, now=clock.read())
    except NotFound:
        raise
    except AppError as error:
        return answer_invalid(request, THREAD, shown, error)
    return redirect("mobile:talk", thread_id)


@page("mobile", permission=ASK, relation=SELF, methods=("POST",))
def thread_rate(request: Request, thread_id: UUID) -> HttpResponse:
    form = RateForm(request.POST)
    shown = thread_shown(request, thread_id, clock.read(), rate=form)
    if not form.is_valid():
        return answer_invalid(request, THREAD, shown)
    try:
        rate(thread_id=thread_id, **form.cleaned_data, actor=request.actor, now=clock.read())
    except NotFound:
        raise
    except AppError as error:
        return answer_invalid(request, THREAD, shown, error)
    messages.success(request, "感谢您的评价。")
    return redirect("mobile:thread", thread_id)

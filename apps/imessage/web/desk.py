"""The desk in the console: what waits, what one has in hand, a thread, and who answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import AppError, Conflict, NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.ids import new_id
from apps.core.parts import Link, Stat

from ..rules.canned import filled
from ..selectors.canned import canned_to_say
from ..selectors.desk import desk_for_staff, staff_for_desk, thread_for_agent
from ..services.agent_appoint import agent_appoint as appoint
from ..services.cursor_move import cursor_move
from ..services.duty_end import duty_end as go
from ..services.duty_start import duty_start as come
from ..services.message_send import message_send as send
from ..services.thread_close import thread_close as close
from ..services.thread_requeue import thread_requeue as put_back
from ..services.thread_take import thread_take as take
from ..services.thread_transfer import thread_transfer as hand_over
from .desk_forms import AnswerForm, AppointForm, CloseForm, NoteForm, TransferForm
from .desk_rows import asked_before, said_shown

VIEW, WORK, LEAD = "imessage.desk.view", "imessage.desk.work", "imessage.desk.lead"
SELF, UNIT = Relation.SELF, Relation.UNIT
DESK, THREAD, AGENTS = (f"console/imessage/{name}.html" for name in ("desk", "thread", "agent_list"))


@page("console", permission=VIEW, relation=UNIT)
def desk(request: Request) -> HttpResponse:
    return render(request, DESK, _desk(request))


def _desk(request: Request, **more: object) -> dict[str, object]:
    now = clock.read()
    found = desk_for_staff(request.actor, now)
    figures = tuple(Stat(label, str(count), tone="warn" if count else "neutral") for label, count in found.counts)
    return {
        "desk": found, "figures": figures, "now": now.wall, "may_work": allows(request.actor, WORK),
        "may_lead": allows(request.actor, LEAD), **more,
    }  # fmt: skip


@page("console", permission=WORK, relation=UNIT, methods=("POST",))
def duty_start(request: Request) -> HttpResponse:
    come(actor=request.actor, now=clock.read())
    messages.success(request, "已开始值班。")
    return redirect("console:desk")


@page("console", permission=WORK, relation=UNIT, methods=("POST",))
def duty_end(request: Request) -> HttpResponse:
    go(actor=request.actor, now=clock.read())
    messages.success(request, "已结束值班,手中的会话仍由您办结或转接。")
    return redirect("console:desk")


@page("console", permission=WORK, relation=UNIT, methods=("POST",))
def thread_take(request: Request) -> HttpResponse:
    answer = take(actor=request.actor, now=clock.read())
    return redirect("console:thread", answer.conversation_id)


@page("console", permission=WORK, relation=SELF)
def thread(request: Request, thread_id: UUID) -> HttpResponse:
    """The last rows, or those in front of `?before=`. What is shown counts as received."""
    before = asked_before(request)
    shown = _thread(request, thread_id, before=before)
    if before is None and shown["talk"].unread:
        cursor_move(conversation_id=thread_id, read_seq=shown["talk"].last_seq, actor=request.actor)
    return render(request, THREAD, shown)


def _thread(request: Request, thread_id: UUID, *, before: int | None = None, **sent: Any) -> dict[str, Any]:
    found = thread_for_agent(request.actor, thread_id, before=before)
    shown = said_shown(request, found.page, clock.read())
    canned = canned_to_say(found.skill)
    _, words = canned.get(request.GET.get("answer", ""), ("", ""))
    first = {"client_id": new_id(), "seen_seq": found.page.talk.last_seq, "text": filled(words, found.who)}
    say = AnswerForm(initial=first)
    forms = {"say": say, "close": CloseForm(), "transfer": TransferForm(None, found)} | sent
    return shown | forms | {
        "thread": found,
        "canned": tuple((key, title) for key, (title, _) in canned.items()),
        "form": next(iter(sent.values()), None),
        "crumbs": (Link("客服工作台", reverse("console:desk")), Link(found.who, "")),
    }  # fmt: skip


@page("console", permission=WORK, relation=SELF, methods=("POST",))
def message_send(request: Request, thread_id: UUID) -> HttpResponse:
    """Who is behind is shown what is newer, with the own words in place."""
    form = AnswerForm(request.POST)
    shown = _thread(request, thread_id, say=form)
    if not form.is_valid():
        return answer_invalid(request, THREAD, shown)
    try:
        send(conversation_id=thread_id, **form.cleaned_data, actor=request.actor, now=clock.read())
    except NotFound:
        raise
    except Conflict as error:
        last = shown["talk"].last_seq
        cursor_move(conversation_id=thread_id, read_seq=last, actor=request.actor)
        shown |= {"say": AnswerForm(initial=form.cleaned_data | {"seen_seq": last}), "form": None}
        return answer_invalid(request, THREAD, shown, error)
    except AppError as error:
        return answer_invalid(request, THREAD, shown, error)
    return redirect(f"{reverse('console:thread', args=[thread_id])}#end")


@page("console", permission=WORK, relation=SELF, methods=("POST",))
def thread_transfer(request: Request, thread_id: UUID) -> HttpResponse:
    form = TransferForm(request.POST, thread_for_agent(request.actor, thread_id))
    if not form.is_valid():
        return answer_invalid(request, THREAD, _thread(request, thread_id, transfer=form))
    try:
        hand_over(thread_id=thread_id, **form.chosen(), actor=request.actor, now=clock.read())
    except NotFound:
        raise
    except AppError as error:
        return answer_invalid(request, THREAD, _thread(request, thread_id, transfer=form), error)
    messages.success(request, "已转接。")
    return redirect("console:desk")


@page("console", permission=WORK, relation=SELF, methods=("POST",))
def thread_close(request: Request, thread_id: UUID) -> HttpResponse:
    form = CloseForm(request.POST)
    shown = _thread(request, thread_id, close=form)
    if not form.is_valid():
        return answer_invalid(request, THREAD, shown)
    close(thread_id=thread_id, **form.cleaned_data, actor=request.actor, now=clock.read())
    messages.success(request, "会话已办结,客户会收到评价邀请。")
    return redirect("console:desk")


@page("console", permission=LEAD, relation=UNIT, methods=("POST",))
def thread_requeue(request: Request, thread_id: UUID) -> HttpResponse:
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    put_back(thread_id=thread_id, note=note, actor=request.actor, now=clock.read())
    messages.success(request, "已退回队列,等待其他坐席接入。")
    return redirect("console:desk")


@page("console", permission=LEAD, relation=UNIT)
def agent_list(request: Request) -> HttpResponse:
    return render(request, AGENTS, _agents(request))


def _agents(request: Request, form: AppointForm | None = None) -> dict[str, object]:
    found = staff_for_desk(request.actor)
    crumbs = (Link("客服工作台", reverse("console:desk")), Link("坐席", ""))
    return {"agents": found.agents, "form": form or AppointForm(None, found.staff), "crumbs": crumbs}


@page("console", permission=LEAD, relation=UNIT, methods=("POST",))
def agent_appoint(request: Request) -> HttpResponse:
    form = AppointForm(request.POST, staff_for_desk(request.actor).staff)
    if not form.is_valid():
        return answer_invalid(request, AGENTS, _agents(request, form))
    appoint(**form.cleaned_data, actor=request.actor, now=clock.read())
    messages.success(request, "已保存坐席设置。")
    return redirect("console:agent_list")

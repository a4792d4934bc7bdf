"""Talking on the phone: the list, a conversation that reads and answers without a script, and colleagues to talk to."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, InvalidInput, NotFound
from apps.core.files.attachment import SUFFIXES
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.ids import new_id
from apps.core.parts import Link

from ..choices import HOUSE_TALKS
from ..contracts import TalkPage
from ..rules.mentions import may_call_everybody
from ..rules.safety import WARNINGS
from ..selectors.people import people_for_member
from ..selectors.receipts import receipts_for_sender
from ..selectors.seats import SIDES
from ..selectors.talks import PAGE_ROWS, colleagues_for_member, talk_for_member, talks_for_member
from ..services.cursor_move import cursor_move
from ..services.direct_open import direct_open as open_direct
from ..services.message_edit import message_edit as edit
from ..services.message_recall import message_recall as recall
from ..services.message_send import message_send as send
from ..services.seat_set import seat_set as set_seat
from .compose import Compose, compose_asked, quote_of, seq_asked
from .forms import EditForm, MessageForm, RecallForm, SeatForm
from .rows import blank_row, rows_shown

TALK, SELF = "imessage.talk", Relation.SELF
TALK_PAGE = "mobile/imessage/talk.html"
QUERY_LENGTH = 30
AROUND = PAGE_ROWS // 2  # rows behind the one that `?at=` asks for


@page("mobile", permission=TALK, relation=SELF)
def talk_list(request: Request) -> HttpResponse:
    actions = (Link("查找聊天记录", reverse("mobile:talk_search"), icon="search"),)
    context = {"talks": talks_for_member(request.actor), "actions": actions}
    return render(request, "mobile/imessage/talk_list.html", context)


@page("mobile", permission=TALK, relation=SELF)
def talk(request: Request, conversation_id: UUID) -> HttpResponse:
    """The last rows, those in front of `?before=`, or those around `?at=`. What is shown last counts as read."""
    at = seq_asked(request.GET, "at")
    before = seq_asked(request.GET, "before") or (at + AROUND if at else None)
    found = talk_for_member(request.actor, conversation_id, before=before)
    if before is None and (found.talk.unread or found.talk.is_marked):
        cursor_move(conversation_id=conversation_id, read_seq=found.talk.last_seq, actor=request.actor)
    return render(request, TALK_PAGE, shown(request, found, compose_asked(request.actor, found, request.GET)))


def shown(request: Request, found: TalkPage, compose: Compose) -> dict[str, Any]:
    """What the page of a conversation needs."""
    last = found.messages[-1].seq if found.messages else found.talk.last_seq
    return {
        "talk": found.talk,
        "rows": rows_shown(request.actor, found, clock.read().wall),
        "older": found.messages[0].seq if found.has_more else None,
        "is_live": last == found.talk.last_seq,
        "blank": blank_row(found),
        "compose": compose,
        "form": compose.form,
        "file_key": new_id(),
        "accept": SUFFIXES,
        "warnings": WARNINGS,
        "actions": (Link("会话信息", reverse("mobile:talk_about", args=[found.talk.conversation_id]), icon="dots"),),
        "me_name": found.display,
        "may_speak": found.talk.kind not in HOUSE_TALKS,
        "may_call_all": may_call_everybody(found.talk.kind, SIDES[request.actor.surface]),
    }


@page("mobile", permission=TALK, relation=SELF)
def message(request: Request, conversation_id: UUID, seq: int) -> HttpResponse:
    """One row as its partial, for the script; 404 for a row that the person may not see."""
    found = talk_for_member(request.actor, conversation_id, before=seq + 1, most=1)
    rows = rows_shown(request.actor, found, clock.read().wall)
    if not rows or rows[0].line.seq != seq:
        raise NotFound("没有找到这条消息。")
    return render(request, rows[0].partial, {"row": rows[0], "talk": found.talk})


@page("mobile", permission=TALK, relation=SELF)
def message_receipts(request: Request, conversation_id: UUID, seq: int) -> HttpResponse:
    found = receipts_for_sender(request.actor, conversation_id, seq)
    context = {"receipts": found, "conversation_id": conversation_id}
    return render(request, "mobile/imessage/receipts.html", context)


@page("mobile", permission=TALK, relation=SELF)
def talk_about(request: Request, conversation_id: UUID) -> HttpResponse:
    """Who sits there, and how the person keeps the conversation."""
    found = talk_for_member(request.actor, conversation_id, most=1)
    people = people_for_member(request.actor, conversation_id)
    return render(request, "mobile/imessage/talk_about.html", {"talk": found.talk, "people": people})


@page("mobile", permission=TALK, relation=SELF, methods=("POST",))
def seat_set(request: Request, conversation_id: UUID) -> HttpResponse:
    """One switch of the page above. What was marked as unread is left, for opening it would take the mark away."""
    form = SeatForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("E_SEAT", "请选择置顶、免打扰或标为未读。")
    what, to = form.cleaned_data["what"], form.cleaned_data["to"] == "1"
    set_seat(conversation_id=conversation_id, actor=request.actor, **{what: to})
    return redirect("mobile:talk_list") if what == "is_marked" else redirect("mobile:talk_about", conversation_id)


@page("mobile", permission=TALK, relation=SELF, methods=("POST",))
def message_send(request: Request, conversation_id: UUID) -> HttpResponse:
    """One text from the form; what is wrong with it comes back with the words in place."""
    form = MessageForm(request.POST)
    found = talk_for_member(request.actor, conversation_id)
    compose = Compose(form, quote_of(found, seq_asked(request.POST, "quote")))
    if not form.is_valid():
        return answer_invalid(request, TALK_PAGE, shown(request, found, compose))
    try:
        send(conversation_id=conversation_id, **form.cleaned_data, actor=request.actor, now=clock.read())
    except NotFound:
        raise
    except AppError as error:
        return answer_invalid(request, TALK_PAGE, shown(request, found, compose), error)
    return at_the_end(conversation_id)


@page("mobile", permission=TALK, relation=SELF, methods=("POST",))
def message_edit(request: Request, conversation_id: UUID, seq: int) -> HttpResponse:
    """New words from the form; what is wrong with them comes back with the words in place."""
    form = EditForm(request.POST)
    found = talk_for_member(request.actor, conversation_id)
    compose = Compose(form, edit_seq=seq)
    if not form.is_valid():
        return answer_invalid(request, TALK_PAGE, shown(request, found, compose))
    try:
        edit(conversation_id=conversation_id, seq=seq, **form.cleaned_data, actor=request.actor, now=clock.read())
    except NotFound:
        raise
    except AppError as error:
        return answer_invalid(request, TALK_PAGE, shown(request, found, compose), error)
    return at_the_end(conversation_id)


@page("mobile", permission=TALK, relation=SELF, methods=("POST",))
def message_recall(request: Request, conversation_id: UUID, seq: int) -> HttpResponse:
    form = RecallForm(request.POST)
    client_id = form.cleaned_data["client_id"] if form.is_valid() else new_id()
    recall(conversation_id=conversation_id, seq=seq, client_id=client_id, actor=request.actor, now=clock.read())
    return at_the_end(conversation_id)


def at_the_end(conversation_id: UUID) -> HttpResponse:
    return redirect(f"{reverse('mobile:talk', args=[conversation_id])}#end")


@page("mobile", permission=TALK, relation=SELF)
def colleague_list(request: Request) -> HttpResponse:
    query = "".join(filter(str.isprintable, request.GET.get("q", "")))[:QUERY_LENGTH]
    found = colleagues_for_member(request.actor, query)
    return render(request, "mobile/imessage/colleague_list.html", {"colleagues": found, "query": query})


@page("mobile", permission=TALK, relation=SELF, methods=("POST",))
def direct_open(request: Request, member_id: UUID) -> HttpResponse:
    answer = open_direct(member_id=member_id, actor=request.actor, now=clock.read())
    return redirect("mobile:talk", answer.conversation_id)

"""Talking on the phone: the list, a conversation that reads and answers without a script, and colleagues to talk to."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.ids import new_id

from ..contracts import TalkPage
from ..rules.safety import WARNINGS
from ..selectors.talks import colleagues_for_member, talk_for_member, talks_for_member
from ..services.cursor_move import cursor_move
from ..services.direct_open import direct_open as open_direct
from ..services.message_recall import message_recall as recall
from ..services.message_send import message_send as send
from .forms import MessageForm, RecallForm
from .rows import rows_shown

TALK, SELF = "imessage.talk", Relation.SELF
TALK_PAGE = "mobile/imessage/talk.html"
SEQ_DIGITS, QUERY_LENGTH = 12, 30


@page("mobile", permission=TALK, relation=SELF)
def talk_list(request: Request) -> HttpResponse:
    return render(request, "mobile/imessage/talk_list.html", {"talks": talks_for_member(request.actor)})


@page("mobile", permission=TALK, relation=SELF)
def talk(request: Request, conversation_id: UUID) -> HttpResponse:
    """The last rows, or those in front of `?before=`. What is shown counts as read."""
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= SEQ_DIGITS else None
    found = talk_for_member(request.actor, conversation_id, before=before)
    if before is None and found.talk.unread:
        cursor_move(conversation_id=conversation_id, read_seq=found.talk.last_seq, actor=request.actor)
    return render(request, TALK_PAGE, _shown(request, found, MessageForm(initial={"client_id": new_id()})))


def _shown(request: Request, found: TalkPage, form: MessageForm) -> dict[str, Any]:
    rows = rows_shown(request.actor, found, clock.read().wall)
    older = found.messages[0].seq if found.has_more else None
    return {"talk": found.talk, "rows": rows, "older": older, "form": form, "warnings": WARNINGS}


@page("mobile", permission=TALK, relation=SELF)
def message(request: Request, conversation_id: UUID, seq: int) -> HttpResponse:
    """One row as its partial, for the script; 404 for a row that the person may not see."""
    found = talk_for_member(request.actor, conversation_id, before=seq + 1, most=1)
    if not found.messages or found.messages[0].seq != seq:
        raise NotFound("没有找到这条消息。")
    (row,) = rows_shown(request.actor, found, clock.read().wall)
    return render(request, row.partial, {"row": row, "talk": found.talk})


@page("mobile", permission=TALK, relation=SELF, methods=("POST",))
def message_send(request: Request, conversation_id: UUID) -> HttpResponse:
    """One text from the form; what is wrong with it comes back with the words in place."""
    form = MessageForm(request.POST)
    found = talk_for_member(request.actor, conversation_id)
    if not form.is_valid():
        return answer_invalid(request, TALK_PAGE, _shown(request, found, form))
    try:
        send(
            conversation_id=conversation_id, client_id=form.cleaned_data["client_id"], text=form.cleaned_data["text"],
            actor=request.actor, now=clock.read(),
        )  # fmt: skip
    except NotFound:
        raise
    except AppError as error:
        return answer_invalid(request, TALK_PAGE, _shown(request, found, form), error)
    return redirect(f"{reverse('mobile:talk', args=[conversation_id])}#end")


@page("mobile", permission=TALK, relation=SELF, methods=("POST",))
def message_recall(request: Request, conversation_id: UUID, seq: int) -> HttpResponse:
    form = RecallForm(request.POST)
    client_id = form.cleaned_data["client_id"] if form.is_valid() else new_id()
    recall(conversation_id=conversation_id, seq=seq, client_id=client_id, actor=request.actor, now=clock.read())
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

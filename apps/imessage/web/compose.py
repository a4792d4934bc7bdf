"""The line to write in, as the page was asked for: plain, with a quote, for an edit, with recalled words again."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from apps.core.actors import Actor
from apps.core.ids import new_id

from ..contracts import Quoted, TalkPage
from ..rules.frames import MOST_SEQ
from ..selectors.messages import own_words, rows_of
from ..selectors.quotes import quoted
from ..selectors.seats import seat_of
from .forms import EditForm, MessageForm

SEQ_DIGITS = len(str(MOST_SEQ))


@dataclass(frozen=True, slots=True)
class Compose:
    """`quote` is what the words will answer, `edit_seq` the row that they will replace; 0 for a new one."""

    form: forms.Form
    quote: Quoted | None = None
    edit_seq: int = 0


def seq_asked(asked: QueryDict, name: str) -> int:
    """The row that a parameter names; 0 for anything that is no such number."""
    text = asked.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= SEQ_DIGITS else 0


def compose_asked(actor: Actor, found: TalkPage, asked: QueryDict) -> Compose:
    """What `?quote=`, `?edit=` and `?redo=` ask for, where it may be; whether it may be sent the service decides."""
    talk, key = found.talk.conversation_id, new_id()
    if (seq := seq_asked(asked, "quote")) and (answered := quote_of(found, seq)):
        return Compose(MessageForm(initial={"client_id": key, "quote": seq}), answered)
    if seq := seq_asked(asked, "edit") or seq_asked(asked, "redo"):
        words = own_words(seat_of(actor, talk), seq)
        if words and asked.get("edit"):
            return Compose(EditForm(initial={"client_id": key, "text": words}), edit_seq=seq)
        return Compose(MessageForm(initial={"client_id": key, "text": words}))
    return Compose(MessageForm(initial={"client_id": key}))


def quote_of(found: TalkPage, seq: int) -> Quoted | None:
    """The row of the conversation that is to be quoted, if its reader sees it and it says something still."""
    lines = rows_of(found.talk.conversation_id, [seq]) if seq > found.joined_seq else []
    return quoted(lines[0]) if lines and lines[0].body is not None else None

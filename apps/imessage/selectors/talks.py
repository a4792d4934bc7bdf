"""A person's conversations: the list with what is unread, one of them as a page, and whom to talk to."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from apps.core.actors import Actor
from apps.core.errors import NotFound
from apps.members import api as members

from ..choices import MessageKind, TalkKind
from ..contracts import Colleague, MessageLine, Seat, TalkLine, TalkPage
from ..models import Message, MessageBody, Participant
from .messages import rows_before
from .seats import NOT_THERE, seats_of
from .unread import unread

WHY = "whoever reads has shown a seat in the conversation"
OFFICIAL = (TalkKind.CARDS, TalkKind.BANK_BULLETIN)  # in which the bank speaks
PAGE_ROWS = 30  # rows of a conversation on one page
MOST_COLLEAGUES = 60
SNIPPET = 40  # characters of the last row in the list
RECALLED = "撤回了一条消息"
ERASED = "消息已按规定清除"
HOUSE_NOTES = {MessageKind.HIDDEN.value: "银行隐藏了一条消息", MessageKind.SHOWN.value: "银行恢复了一条消息"}


def talks_for_member(actor: Actor) -> tuple[TalkLine, ...]:
    """The actor's conversations: pinned ones first, then the last spoken in. One query."""
    rows = _with_talk(seats_of(actor)).order_by("-is_pinned", "-conversation__last_at")
    return tuple(_line(row) for row in rows)


def unread_for_member(actor: Actor) -> int:
    """How many rows, and bulletins, the actor has not read or has marked in conversations that are not muted; a muted
    one counts while somebody calls the actor in it. One query."""
    loud = Q(is_muted=False) | Q(mention_seq__gt=F("read_seq"))
    rows = seats_of(actor).filter(loud).annotate(unread=unread()).values_list("unread", "is_marked")
    return sum(max(number, int(marked)) for number, marked in rows)


def talk_for_member(
    actor: Actor, conversation_id: UUID, *, before: int | None = None, most: int = PAGE_ROWS
) -> TalkPage:
    """One conversation with its last rows, or those in front of `before`. Raises NotFound. Two queries."""
    row = _with_talk(seats_of(actor).filter(conversation_id=conversation_id)).first()
    if row is None:
        raise NotFound(NOT_THERE)
    talk = _line(row)
    seat = Seat(row.pk, conversation_id, row.joined_seq, row.read_seq, talk.last_seq)
    rows = rows_before(seat, before or talk.last_seq + 1, limit=most + 1)
    return TalkPage(talk, tuple(rows[-most:]), len(rows) > most, row.joined_seq, row.display)


def colleagues_for_member(actor: Actor, query: str) -> tuple[Colleague, ...]:
    """With whom the actor may begin to talk, by department: those whom a query means, MOST_COLLEAGUES at most."""
    found = members.colleagues(actor.enterprise, query.strip(), most=MOST_COLLEAGUES + 1)
    others = [one for one in found if one.person_id != actor.person_id]
    return tuple(Colleague(one.member_id, one.name, one.department) for one in others[:MOST_COLLEAGUES])


def _with_talk(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    last = {"conversation_id": OuterRef("conversation_id"), "seq": OuterRef("conversation__last_seq")}
    other = Participant.objects.system(WHY).filter(conversation_id=OuterRef("conversation_id"), left_seq=None)
    message = Message.objects.system(WHY).filter(**last)
    return rows.select_related("conversation").annotate(
        people=Count("conversation__participants", filter=Q(conversation__participants__left_seq=None)),
        other=Subquery(other.exclude(pk=OuterRef("pk")).values("display")[:1]),
        other_badge=Subquery(other.exclude(pk=OuterRef("pk")).values("badge")[:1]),
        last_kind=Subquery(message.values("kind")),
        last_display=Subquery(message.values("display")),
        last_body=Subquery(MessageBody.objects.system(WHY).filter(**last).values("body")),
        unread=unread(),
    )


def _line(row: Any) -> TalkLine:
    talk = row.conversation
    is_direct = talk.kind == TalkKind.DIRECT
    badge = f"{settings.BANK_NAME} · 官方" if talk.kind in OFFICIAL else f"{row.people} 人"
    return TalkLine(
        talk.pk, row.pk, talk.kind, (row.other or "") if is_direct else talk.title,
        (row.other_badge or "") if is_direct else badge, row.people, talk.last_seq, row.read_seq,
        row.unread, talk.last_at, _snippet(row, is_direct=is_direct), row.is_muted, row.is_pinned,
        row.is_marked, row.mention_seq > row.read_seq,
    )  # fmt: skip


def _snippet(row: Any, *, is_direct: bool) -> str:
    body = row.last_body or {}
    match row.last_kind:
        case MessageKind.TEXT | MessageKind.EDIT:
            said = str(body.get("text", "")).replace("\n", " ")[:SNIPPET]
        case MessageKind.IMAGE:
            said = "[图片]"
        case MessageKind.FILE:
            said = f"[文件] {body.get('name', '')}"
        case MessageKind.RECALL:
            said = RECALLED
        case MessageKind.JOINED:
            return f"{body.get('name', '')} 加入了会话"
        case MessageKind.LEFT:
            return f"{body.get('name', '')} 离开了会话"
        case MessageKind.HIDDEN | MessageKind.SHOWN:
            return HOUSE_NOTES[row.last_kind]
        case MessageKind.CARD:
            return f"[{body.get('label', '')}] {body.get('title', '')}"
        case MessageKind.BULLETIN:
            return str(body.get("title", ""))
        case MessageKind.NOTE:
            return str(body.get("text", ""))[:SNIPPET]
        case _:
            return ""
    return said if is_direct else f"{row.last_display}:{said}"


def shown_text(row: MessageLine, *, is_mine: bool = False) -> str:
    """What a page writes for a row of which nothing else is to be seen: who came and went, what was taken back."""
    name = (row.body or {}).get("name", "")
    if row.is_recalled:
        return f"{'你' if is_mine else f'{row.display} '}{RECALLED}" if row.participant_id else "已撤回"
    match row.kind:
        case MessageKind.JOINED:
            return f"{name} 加入了会话"
        case MessageKind.LEFT:
            return f"{name} 离开了会话"
        case MessageKind.NOTE if row.body:
            return str(row.body.get("text", ""))
        case MessageKind.BULLETIN if row.body:
            return str(row.body.get("title", ""))
        case MessageKind.HIDDEN | MessageKind.SHOWN:
            return HOUSE_NOTES[row.kind]
    return "" if row.body else ERASED

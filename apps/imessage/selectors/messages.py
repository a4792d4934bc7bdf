"""Reading a conversation. Whoever calls has a seat in it: the stretch is cut to what the seat may see."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from ..choices import MessageKind
from ..contracts import MessageLine, Seat
from ..models import Conversation, Message, MessageBody

WHY = "whoever reads has shown a seat in the conversation"
PAGE = 200  # rows in one answer, at most


def rows_after(conversation_id: UUID, after: int, *, limit: int = PAGE) -> list[MessageLine]:
    """The rows behind `after`, ascending. One query."""
    return [_line(row) for row in _rows(conversation_id).filter(seq__gt=after).order_by("seq")[:limit]]


def rows_for_seat(seat: Seat, after: int, *, limit: int = PAGE) -> list[MessageLine]:
    """The same, cut to what the seat may see."""
    return rows_after(seat.conversation_id, max(after, seat.joined_seq), limit=limit)


def rows_before(seat: Seat, before: int, *, limit: int) -> list[MessageLine]:
    """The rows in front of `before` that the seat may see, ascending; the last `limit` of them. One query."""
    rows = _rows(seat.conversation_id).filter(seq__lt=before, seq__gt=seat.joined_seq).order_by("-seq")[:limit]
    return [_line(row) for row in reversed(rows)]


def last_seqs(conversation_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How far each conversation has come. One query."""
    rows = Conversation.objects.system(WHY).filter(pk__in=list(conversation_ids))
    return dict(rows.values_list("pk", "last_seq"))


def _rows(conversation_id: UUID) -> QuerySet[Message]:
    mine = {"conversation_id": OuterRef("conversation_id")}
    body = MessageBody.objects.system(WHY).filter(**mine, seq=OuterRef("seq")).values("body")
    recall = Message.objects.system(WHY).filter(**mine, target_seq=OuterRef("seq"), kind=MessageKind.RECALL)
    rows = Message.objects.system(WHY).filter(conversation_id=conversation_id)
    return rows.annotate(body=Subquery(body), is_recalled=Exists(recall))


def _line(row: Any) -> MessageLine:
    return MessageLine(
        row.conversation_id, row.seq, row.participant_id, row.display, row.badge, row.kind, row.target_seq,
        None if row.is_recalled else row.body, row.is_recalled, row.sent_at, row.hash.hex(), row.client_id, row.device,
    )  # fmt: skip

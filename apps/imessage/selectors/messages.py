"""Reading a conversation. Whoever calls has a seat in it: the stretch is cut to what the seat may see."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When

from ..choices import MessageKind
from ..contracts import MessageLine, Seat
from ..models import Conversation, Message, MessageBody

WHY = "whoever reads has shown a seat in the conversation"
MARKS = (MessageKind.HIDDEN, MessageKind.SHOWN)  # the last of them holds
PAGE = 200  # rows in one answer, at most
KEPT = ("quote",)  # what of a body an edit leaves as it is


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


def rows_of(conversation_id: UUID, seqs: Iterable[int]) -> list[MessageLine]:
    """The rows with these numbers, ascending. One query."""
    return [_line(row) for row in _rows(conversation_id).filter(seq__in=list(seqs)).order_by("seq")]


def own_words(seat: Seat, seq: int) -> str:
    """What the seat itself said in row `seq` in the end, if it was taken back too; "" for none. Two queries."""
    rows = Message.objects.system(WHY).filter(conversation_id=seat.conversation_id)
    mine = rows.filter(participant_id=seat.participant_id)
    said = mine.filter(Q(seq=seq) | Q(target_seq=seq, kind=MessageKind.EDIT)).aggregate(last=Max("seq"))["last"]
    bodies = MessageBody.objects.system(WHY).filter(conversation_id=seat.conversation_id, seq=said)
    return str((bodies.values_list("body", flat=True).first() or {}).get("text", ""))


def last_seqs(conversation_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How far each conversation has come. One query."""
    rows = Conversation.objects.system(WHY).filter(pk__in=list(conversation_ids))
    return dict(rows.values_list("pk", "last_seq"))


def _rows(conversation_id: UUID) -> QuerySet[Message]:
    mine = {"conversation_id": OuterRef("conversation_id")}
    body = MessageBody.objects.system(WHY).filter(**mine, seq=OuterRef("seq")).values("body")
    pointing = Message.objects.system(WHY).filter(**mine)
    recall = pointing.filter(target_seq=OuterRef("said_seq"), kind=MessageKind.RECALL)
    edits = pointing.filter(target_seq=OuterRef("seq"), kind=MessageKind.EDIT).order_by("-seq").values("seq")[:1]
    edit = MessageBody.objects.system(WHY).filter(**mine, seq=OuterRef("edit_seq")).values("body")
    marks = pointing.filter(target_seq=OuterRef("said_seq"), kind__in=MARKS).order_by("-seq").values("kind")[:1]
    rows = Message.objects.system(WHY).filter(conversation_id=conversation_id)
    return rows.annotate(
        said_seq=Case(When(kind=MessageKind.EDIT, then=F("target_seq")), default=F("seq")),  # an edit goes with its row
        body=Subquery(body), is_recalled=Exists(recall), edit_seq=Subquery(edits), edit=Subquery(edit),
        mark=Subquery(marks),
    )  # fmt: skip


def _line(row: Any) -> MessageLine:
    return MessageLine(
        row.conversation_id, row.seq, row.participant_id, row.display, row.badge, row.kind, row.target_seq,
        None if row.is_recalled or row.mark == MessageKind.HIDDEN else _words(row), row.is_recalled,
        row.sent_at, row.hash.hex(), row.client_id,
        row.device, row.edit_seq is not None,
    )  # fmt: skip


def _words(row: Any) -> dict[str, Any] | None:
    """The body with the newest words in it; of an edit whose body is erased nothing is left, the old words least."""
    if row.edit_seq is None or row.body is None:
        return row.body
    return None if row.edit is None else {key: row.body[key] for key in KEPT if key in row.body} | row.edit

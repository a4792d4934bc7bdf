"""How a row is spelt on the wire, once for all who get it."""

from typing import Any
from uuid import UUID

from ..contracts import MessageLine, ReadMark
from ..rules.frames import spelt


def message_fields(row: MessageLine) -> dict[str, Any]:
    """The fields of a row, in a frame, in a page of rows and in the REST twin alike."""
    return {
        "c": str(row.conversation_id),
        "seq": row.seq,
        "kind": row.kind,
        "from": str(row.participant_id) if row.participant_id else None,
        "display": row.display,
        "badge": row.badge,
        "target": row.target_seq,
        "body": row.body,
        "recalled": row.is_recalled,
        "edited": row.is_edited,
        "sent_at": row.sent_at.isoformat(),
        "client_id": str(row.client_id),
        "hash": row.hash,
    }


def message_frame(row: MessageLine) -> str:
    return spelt({"t": "message", **message_fields(row)})


def receipts_frame(conversation_id: UUID, marks: list[ReadMark]) -> str:
    places = [[mark.joined_seq, mark.read_seq, mark.people] for mark in marks]
    return spelt({"t": "receipts", "c": conversation_id, "marks": places})

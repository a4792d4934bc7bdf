"""How the things that cards point at stand now, for whoever looks."""

from collections.abc import Iterable
from uuid import UUID

from apps.core.actors import Actor
from apps.core.cards import kind_of
from apps.core.clock import Moment
from apps.core.errors import NotFound

from ..choices import MessageKind
from ..contracts import CardShown, MessageLine
from .messages import rows_for_seat
from .seats import seat_of

GONE = "这项内容已不再提供。"


def cards_shown(actor: Actor, rows: Iterable[MessageLine], now: Moment) -> dict[int, CardShown]:
    """The cards among rows that the actor may read, by their numbers. A few queries for each kind of card."""
    cards = [(row.seq, row.body) for row in rows if row.kind == MessageKind.CARD and row.body is not None]
    by_kind: dict[str, set[UUID]] = {}
    for _, body in cards:
        by_kind.setdefault(body["card"], set()).add(UUID(body["subject"]))
    faces = {kind: kind_of(kind).faces(actor, ids, now) for kind, ids in by_kind.items()}
    shown = {}
    for seq, body in cards:
        kind, face = kind_of(body["card"]), faces[body["card"]].get(UUID(body["subject"]))
        said = (seq, kind.kind, kind.label, kind.icon, body["title"], body["note"])
        state = (face.state, face.action, face.link, face.why) if face else ("", "", "", GONE)
        shown[seq] = CardShown(*said, *state)
    return shown


def card_shown(actor: Actor, conversation_id: UUID, seq: int, now: Moment) -> CardShown:
    """One card. Raises NotFound, alike for what is absent, others' and no card."""
    rows = rows_for_seat(seat_of(actor, conversation_id), seq - 1, limit=1)
    found = cards_shown(actor, [row for row in rows if row.seq == seq], now)
    if seq not in found:
        raise NotFound("没有找到这张卡片。")
    return found[seq]

"""已读: how far a participant has read. Cursors only grow, so a late or doubled word changes nothing."""

from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Greatest

from apps.core.actors import Actor
from apps.core.db import use_case
from apps.core.errors import NotFound

from ..adapters import hint_read
from ..selectors.seats import NOT_THERE, seats_of


@use_case
def cursor_move(*, conversation_id: UUID, read_seq: int, actor: Actor) -> None:
    """Moves the actor's reading forward to `read_seq`, never beyond the conversation's end and never back. A mark
    of 标为未读 is taken away.

    Raises NotFound. A reading position is nobody's deed: no audit row (docs/adr/0019).
    """
    rows = seats_of(actor).filter(conversation_id=conversation_id)
    last = rows.values_list("conversation__last_seq", flat=True).first()
    if last is None:
        raise NotFound(NOT_THERE)
    to = min(max(read_seq, 0), last)
    moved = rows.filter(read_seq__lt=to).update(read_seq=to, recv_seq=Greatest(F("recv_seq"), Value(to)))
    if moved:
        hint_read(conversation_id)
    rows.filter(is_marked=True).update(is_marked=False)

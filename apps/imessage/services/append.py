"""Python's side of append.sql, for the services that write a row into a conversation."""

from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection

from apps.core.clock import Moment
from apps.core.db import require_transaction, sqlstate
from apps.core.errors import KeyReused, NotFound, TooMany
from apps.core.ids import new_id

from .. import adapters
from ..choices import MessageKind
from ..contracts import SendAnswer
from ..models import Participant
from ..rules import chain, pace
from ..selectors.seats import NOT_THERE


def append_words(
    *, seat: Participant, device: str, client_id: UUID, kind: MessageKind, body: dict[str, Any],
    target: int | None = None, now: Moment,
) -> SendAnswer:  # fmt: skip
    """A person's row, in the caller's transaction. Locks the conversation. Key: (seat, device, client id).

    Raises NotFound for who does not sit there any more, TooMany beyond rules.pace, KeyReused for another body.
    """
    names = (seat.display, seat.badge)
    return _append(seat.conversation_id, seat, device, client_id, kind, target, body, now, names)


def append_house(
    *, conversation_id: UUID, kind: MessageKind, body: dict[str, Any], client_id: UUID | None = None,
    target: int | None = None, display: str = "", badge: str = "", now: Moment,
) -> SendAnswer:  # fmt: skip
    """A row that the house writes, in the caller's transaction; `display` and `badge` say for whom. Locks the
    conversation. No key: who gives a `client_id` has looked under the lock whether it is there."""
    return _append(conversation_id, None, "", client_id or new_id(), kind, target, body, now, (display, badge))


def _append(
    conversation_id: UUID, seat: Participant | None, device: str, client_id: UUID, kind: MessageKind,
    target: int | None, body: dict[str, Any], now: Moment, names: tuple[str, str],
) -> SendAnswer:  # fmt: skip
    require_transaction()
    salt = chain.new_salt()
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM imessage_append(%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s, %s)",
                [
                    conversation_id, seat.pk if seat else None, device, client_id, str(kind), target,
                    chain.body_mac(salt, body), salt, chain.body_text(body), *names, now.wall,
                    pace.BURST, pace.PER_SECOND,
                ],
            )  # fmt: skip
            answer = SendAnswer(*cursor.fetchone())
    except DatabaseError as error:
        match sqlstate(error):
            case "EM001":
                raise NotFound(NOT_THERE) from error
            case "EM002":
                raise TooMany(f"发送过于频繁,请 {_WAIT} 秒后再试。", retry_after=_WAIT) from error
            case "EM003":
                raise KeyReused() from error
        raise
    if answer.is_new:
        adapters.hint_moved(conversation_id, answer.seq)
    return answer


_WAIT = 2  # seconds: as many messages as a person types meanwhile are allowed again

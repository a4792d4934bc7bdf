"""The maker gives a list up that was not handed in."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..contracts import EntrustedReply
from ..models import EntrustedList, Issue
from .entrusted_moves import entrusted_move, entrusted_once


@use_case
def entrusted_discard(*, list_id: UUID, key: str, actor: Actor, now: Moment) -> EntrustedReply:
    """Key: (enterprise, person, key). Locks issue, list. Raises NotFound, IllegalMove, KeyReused, Busy."""

    def discard(issue: Issue, sent: EntrustedList) -> None:
        entrusted_move(sent, "discard", issue=issue, actor=actor, now=now, ended_at=now.business_at)

    return entrusted_once(verb="discard", list_id=list_id, key=key, actor=actor, effect=discard)

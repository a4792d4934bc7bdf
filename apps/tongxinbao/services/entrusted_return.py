"""The checker gives a list back to its maker, with a reason."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.moves import reason_said

from ..choices import REASON_LENGTH
from ..contracts import EntrustedReply
from ..models import EntrustedList, Issue
from ..rules.entrusted import ENTRUSTED
from .entrusted_moves import entrusted_move, entrusted_once
from .entrusted_release import other_person_check


@use_case
def entrusted_return(*, list_id: UUID, reason: str, key: str, actor: Actor, now: Moment) -> EntrustedReply:
    """Key: (enterprise, person, key). Locks issue, list. Raises NotFound, IllegalMove, InvalidInput REASON, Forbidden
    SAME_PERSON, KeyReused, Busy."""
    reason = reason_said(reason, "退回的原因", REASON_LENGTH)

    def give_back(issue: Issue, sent: EntrustedList) -> None:
        ENTRUSTED.check(sent.state, "return")
        other_person_check(sent, actor)
        entrusted_move(sent, "return", issue=issue, actor=actor, now=now, reason=reason)

    return entrusted_once(verb="return", list_id=list_id, key=key, actor=actor, effect=give_back, reason=reason)

"""解除保全: compliance says that a hold is needed no longer; another person decides."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.core.idempotency import body_hash
from apps.core.moves import reason_said

from ..choices import WORDS_LENGTH, WarrantKind
from .warrant_moves import warrant_ask, warrant_locked, warrant_move


@use_case
def warrant_release(*, warrant_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """Asks for the end of a hold, which keeps until it is agreed. Locks it. Raises NotFound, InvalidInput REASON,
    IllegalMove, Conflict NO_HOLD."""
    warrant = warrant_locked(actor, warrant_id)
    why = reason_said(reason, "解除理由", WORDS_LENGTH)
    if warrant.kind != WarrantKind.HOLD:
        raise Conflict("NO_HOLD", "这是调阅单,不需要解除,请直接结束。")
    digest = body_hash({"release": warrant.pk, "why": why, "at": now.wall})
    # Who asks for the end is its maker from now on: the one who decides is somebody else.
    changes = {
        "end_reason": why, "digest": digest, "maker_person_id": actor.person, "maker_display": actor.display
    }  # fmt: skip
    if actor.person == warrant.checker_person_id:
        raise Conflict("SAME_PERSON", "复核人不能提出解除,请由他人办理。")
    warrant_move(warrant, "release", "released", actor=actor, now=now, **changes)
    warrant_ask(warrant, "解除", why, actor=actor, now=now)

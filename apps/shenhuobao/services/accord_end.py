"""The bank ends a written agreement, as the person or the bank wishes: one person suffices, for it sells nothing."""

from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.idempotency import once
from apps.core.moves import found_locked, move_make, reason_said

from ..models import Accord
from ..rules.lives import ACCORD
from .accord_decide import MISSING
from .accord_propose import accord_record


@use_case
def accord_end(*, accord_id: UUID, reason: str, key: str, actor: Actor, now: Moment) -> None:
    """From now on high risk is sold to its person at a branch only; what is on its way is asked again at its cut-off.

    Key: (person, key). Locks the paper. Raises NotFound, IllegalMove, InvalidInput REASON, KeyReused, Busy.
    """
    reason = reason_said(reason, "终止的原因", 200)

    def effect() -> dict[str, Any]:
        accord = found_locked(Accord.objects.scoped(actor), accord_id, MISSING)
        move = move_make(accord, ACCORD, "end", reason=reason, ended_at=now.wall)
        accord_record(accord, "ended", source=move.source, actor=actor, now=now)
        return {}

    body = {"accord": accord_id, "reason": reason}
    once(actor=actor, route="shenhuobao.accord_end", key=key, body=body, effect=effect)

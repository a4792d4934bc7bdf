"""An approver of the bank agrees to a written agreement: from here on high risk may be sold to its person online."""

from typing import Any
from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.idempotency import once
from apps.core.moves import found_locked, move_make

from ..choices.accord import ACCORD_SUBJECT, AccordState
from ..models import Accord
from ..rules.lives import ACCORD
from .accord_propose import accord_record

MISSING = "没有找到这份书面约定。"


@use_case
def accord_decide(
    *, accord_id: UUID, verdict: str, reason: str, digest: str, key: str, actor: Actor, now: Moment
) -> None:
    """One verdict on exactly what was shown. Key: (person, key). Locks the paper, then the approval.

    Raises NotFound, IllegalMove, Forbidden SAME_PERSON, Conflict STALE, InvalidInput REASON, StepUpRequired, KeyReused,
    Busy.
    """
    said = {"verdict": verdict, "digest": digest, "reason": reason.strip()}

    def effect() -> dict[str, Any]:
        accord = found_locked(Accord.objects.scoped(actor), accord_id, MISSING)
        ACCORD.check(accord.state, "adopt")
        outcome = approvals.decide(
            kind=ACCORD_SUBJECT, subject_id=accord.pk, verdict=verdict, reason=said["reason"], digest=digest,
            actor=actor, now=now,
        )  # fmt: skip
        _move(accord, "adopt" if outcome.state == "APPROVED" else "refuse", actor, now)
        return {}

    once(actor=actor, route="shenhuobao.accord_decide", key=key, body={"accord": accord_id} | said, effect=effect)


def accord_lapse(*, accord_id: UUID, now: Moment) -> None:
    """Nobody decided in time; in the caller's transaction, a repeat changes nothing."""
    require_transaction()
    accord = found_locked(Accord.objects.system("nobody decided in time"), accord_id, MISSING)
    if accord.state == AccordState.PROPOSED:
        _move(accord, "lapse", Actor.system("审批逾期"), now)


def _move(accord: Accord, name: str, actor: Actor, now: Moment) -> None:
    move = move_make(accord, ACCORD, name, decided_at=now.wall)
    accord_record(accord, "decided", source=move.source, actor=actor, now=now)

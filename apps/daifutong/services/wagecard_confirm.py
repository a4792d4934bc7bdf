"""The enterprise's pay specialist confirms a wage card: without that word no wage goes there."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.idempotency import body_hash
from apps.identity import api as identity

from ..choices import WageCardState
from ..models import WageCard
from .wagecard_moves import wagecard_decide, wagecard_move, wagecard_to_decide


@use_case
def wagecard_confirm(*, card_id: UUID, actor: Actor, now: Moment) -> None:
    """Wages of this employer go to the account from now on; the one before is REPLACED. What a card holds never
    changes, so its id names what was shown.

    Needs a step-up that names person and account. Locks the card, then the one in use. Raises
    NotFound, IllegalMove, Forbidden SAME_PERSON, Conflict ENTERPRISE_SUSPENDED, StepUpRequired.
    """
    card = wagecard_to_decide(card_id, "confirm", actor)
    shown = {"员工": f"{card.name}({card.emp_no})", "工资卡": card.label}
    identity.require_step_up(actor=actor, digest=body_hash({"wagecard_confirm": card.pk}), shown=shown, now=now)
    theirs = WageCard.objects.scoped(actor).filter(person_id=card.person_id)
    for old in lock_rows(theirs.filter(state=WageCardState.CONFIRMED)):
        wagecard_move(old, "replace", "daifutong.wagecard.replaced", actor=actor, now=now, ended_at=now.business_at)
    wagecard_decide(card, "confirm", "confirmed", "", actor, now)

"""The enterprise's pay specialist confirms a wage card, or refuses it: without that word no wage goes there."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Forbidden, InvalidInput
from apps.core.idempotency import body_hash
from apps.identity import api as identity
from apps.members import api as members

from ..choices import REASON_LENGTH, WageCardState
from ..models import WageCard
from ..rules.wage_card import WAGE_CARD
from .wage_card_moves import wage_card_locked, wage_card_move


@use_case
def wage_card_confirm(*, card_id: UUID, actor: Actor, now: Moment) -> None:
    """Wages of this employer go to the account from now on; the one before is REPLACED. What a card holds never
    changes, so its id names what was shown.

    Needs a step-up that names person and account. Locks the card, then the one in use. Raises
    NotFound, IllegalMove, Forbidden SAME_PERSON, Conflict ENTERPRISE_SUSPENDED, StepUpRequired.
    """
    card = _to_decide(card_id, "confirm", actor)
    shown = {"员工": f"{card.name}({card.emp_no})", "工资卡": card.label}
    identity.require_step_up(actor=actor, digest=body_hash({"wage_card_confirm": card.pk}), shown=shown, now=now)
    theirs = WageCard.objects.scoped(actor).filter(person_id=card.person_id)
    for old in lock_rows(theirs.filter(state=WageCardState.CONFIRMED)):
        wage_card_move(old, "replace", "daifutong.wage_card.replaced", actor=actor, now=now, ended_at=now.business_at)
    _decide(card, "confirm", "confirmed", "", actor, now)


@use_case
def wage_card_reject(*, card_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """The one in use stays; the employee reads the reason. Locks the card.

    Raises NotFound, IllegalMove, Forbidden SAME_PERSON, InvalidInput REASON, Conflict ENTERPRISE_SUSPENDED.
    """
    reason = reason.strip()
    if not 1 <= len(reason) <= REASON_LENGTH:
        message = f"请填写 {REASON_LENGTH} 字以内的原因。"
        raise InvalidInput("REASON", message, fields={"reason": message})
    card = _to_decide(card_id, "reject", actor)
    _decide(card, "reject", "rejected", reason, actor, now)


def _to_decide(card_id: UUID, move: str, actor: Actor) -> WageCard:
    card = wage_card_locked(actor, card_id)
    members.require_certified(card.enterprise_id)
    WAGE_CARD.check(card.state, move)
    if card.person_id == actor.person:
        raise Forbidden("自己的工资卡须由另一位薪酬专员确认。", code="SAME_PERSON")
    return card


def _decide(card: WageCard, move: str, past: str, reason: str, actor: Actor, now: Moment) -> None:
    wage_card_move(
        card,
        move,
        f"daifutong.wage_card.{past}",
        actor=actor,
        now=now,
        reason=reason,
        decided_by=actor.person,
        decided_display=actor.display,
        decided_at=now.business_at,
    )

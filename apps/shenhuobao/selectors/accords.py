"""Written agreements: whether one is in force, and how the bank's people and their person see them (WM-2)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from apps.approvals import api as approvals
from apps.core.access import allows
from apps.core.actors import Actor
from apps.core.errors import NotFound
from apps.identity import api as identity

from ..choices.accord import ACCORD_LABELS, ACCORD_SUBJECT, ACCORD_TONES, AccordState
from ..contracts.accord import AccordLine
from ..models import Accord
from ..rules.lives import ACCORD

SHOWN = 200
WHY = "a purchase of high risk asks whether it was agreed to in writing"


def accord_in_force(person_id: UUID) -> bool:
    """Whether high risk may be sold online. One query."""
    return Accord.objects.system(WHY).filter(person_id=person_id, state=AccordState.IN_FORCE).exists()


def accord_for_member(actor: Actor) -> date | None:
    """When the person has signed the one that is in force. One query."""
    rows = Accord.objects.scoped(actor).filter(state=AccordState.IN_FORCE)
    return rows.values_list("signed_on", flat=True).first()


def accords_for_staff(actor: Actor) -> tuple[AccordLine, ...]:
    """The newest first, names masked. Three queries."""
    return _lines(actor, Accord.objects.scoped(actor).order_by("-created_at")[:SHOWN])


def accord_for_staff(actor: Actor, accord_id: UUID) -> AccordLine:
    """Raises NotFound. Three queries."""
    found = _lines(actor, Accord.objects.scoped(actor).filter(pk=accord_id))
    if not found:
        raise NotFound("没有找到这份书面约定。")
    return found[0]


def _lines(actor: Actor, rows: "QuerySet[Accord]") -> tuple[AccordLine, ...]:
    accords = list(rows)
    names = _names(accords)
    waiting = approvals.pending(actor) if allows(actor, "shenhuobao.accord.decide") else ()
    decisions = {one.subject_id: one.digest for one in waiting if one.kind == ACCORD_SUBJECT}
    return tuple(_line(one, names[one.person_id], decisions.get(one.pk, "")) for one in accords)


def _names(accords: Iterable[Accord]) -> dict[UUID, str]:
    briefs = identity.person_briefs({one.person_id for one in accords})
    return {person_id: brief.masked_name for person_id, brief in briefs.items()}


def _line(one: Accord, name: str, decision: str) -> AccordLine:
    state = AccordState(one.state)
    return AccordLine(
        id=one.pk,
        name=name,
        number=one.number,
        signed_on=one.signed_on,
        state_label=ACCORD_LABELS[state],
        tone=ACCORD_TONES.get(state, "neutral"),
        maker=one.maker,
        reason=one.reason,
        created_at=one.created_at,
        decided_at=one.decided_at,
        ended_at=one.ended_at,
        may=tuple(move.name for move in ACCORD.leaving(state)),
        decision=decision,
    )

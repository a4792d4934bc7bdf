"""What the use cases of a payslip do alike: find it under its lock, make one move, put that on record."""

from typing import Any
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.moves import found_locked, move_make
from apps.members import api as members

from ..choices import PAYSLIP_SUBJECT
from ..models import Payslip
from ..rules.batch import PAYSLIP
from ..selectors.payslip_desk import published
from ..selectors.payslips import visible

MISSING = "没有找到这张工资条。"


def payslip_locked(actor: Actor, payslip_id: UUID, now: Moment) -> Payslip:
    """The actor's own payslip. Raises NotFound for anybody else's and for an expired one."""
    return found_locked(visible(actor, now), payslip_id, MISSING)


def published_locked(actor: Actor, payslip_id: UUID) -> Payslip:
    """A published payslip of the actor's enterprise. Raises NotFound, Conflict ENTERPRISE_SUSPENDED."""
    slip = found_locked(published(actor), payslip_id, MISSING)
    members.require_certified(actor.enterprise)
    return slip


def payslip_move(slip: Payslip, name: str, action: str, *, actor: Actor, now: Moment, **changes: Any) -> None:
    """One move with its changes and its audit row, which holds no amount and no text. Raises IllegalMove."""
    move = move_make(slip, PAYSLIP, name, **changes)
    audit.record(
        actor=actor,
        action=action,
        subject_kind=PAYSLIP_SUBJECT,
        subject_id=slip.pk,
        from_state=move.source,
        to_state=move.target,
        unit_path=members.enterprise_brief(slip.row.batch.enterprise_id).unit_path,
        now=now,
    )

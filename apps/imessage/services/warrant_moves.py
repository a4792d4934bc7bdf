"""What the use cases of a 调阅保全单 do alike: find it under its lock, ask for approval, move, record."""

from typing import Any
from uuid import UUID

from apps.approvals import api as approvals
from apps.audit import api as audit
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.moves import found_locked, move_make

from ..choices import WARRANT, WARRANT_KIND_LABELS, WarrantKind
from ..models import Warrant
from ..rules.lives import WARRANTED
from ..selectors.warrants import NOT_THERE


def warrant_locked(actor: Actor, warrant_id: UUID) -> Warrant:
    """One of the actor's unit under its lock. Raises NotFound."""
    return found_locked(Warrant.objects.scoped(actor), warrant_id, NOT_THERE)


def warrant_ask(warrant: Warrant, what: str, why: str, *, actor: Actor, now: Moment) -> None:
    """Asks another person about it, in the caller's transaction."""
    label = WARRANT_KIND_LABELS[WarrantKind(warrant.kind)]
    summary = {"事项": f"{what}{label}", "案件编号": warrant.case_no, "范围": warrant.scope_label, "理由": why}
    approvals.request(
        kind=WARRANT, subject_id=warrant.pk, digest=warrant.digest, summary=summary, steps=(Role.APPROVER,),
        actor=actor, unit_path=warrant.unit_path, now=now,
    )  # fmt: skip


def warrant_move(warrant: Warrant, name: str, past: str, *, actor: Actor, now: Moment, **changes: Any) -> None:
    """One move with its changes and its audit row. Raises IllegalMove."""
    move = move_make(warrant, WARRANTED, name, **changes)
    warrant_record(warrant, past, source=move.source, actor=actor, now=now)


def warrant_record(warrant: Warrant, past: str, *, source: str, actor: Actor, now: Moment, **detail: object) -> None:
    """The audit row of what was done with it."""
    facts = {"kind": warrant.kind, "case": warrant.case_no, "reason": warrant.reason, "end": warrant.end_reason}
    audit.record(
        actor=actor, action=f"imessage.warrant.{past}", subject_kind=WARRANT, subject_id=warrant.pk,
        from_state=source, to_state=warrant.state, detail=facts | detail, unit_path=warrant.unit_path, now=now,
    )  # fmt: skip

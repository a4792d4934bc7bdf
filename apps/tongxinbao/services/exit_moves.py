"""What asking for a loan back and deciding on it do alike: the locks, the audit row, the answer."""

from typing import Any
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows

from ..choices import HOLDING_LABELS, HOLDING_SUBJECT, HoldingState
from ..contracts import ExitAnswer
from ..models import Holding, Issue
from .issue_moves import issue_locked, unit_path_of

WHY = "a loan that the caller has scoped"


def exit_locked(known: Holding) -> tuple[Issue, Holding]:
    """The issue, then the loan, under their locks (TX-30)."""
    issue = issue_locked(Actor.system("its own loan is asked back"), known.issue_id)
    (holding,) = lock_rows(Holding.objects.system(WHY).filter(pk=known.pk))
    return issue, holding


def exit_record(
    issue: Issue, holding: Holding, done: str, *, source: str, detail: dict[str, Any], actor: Actor, now: Moment
) -> None:
    audit.record(
        actor=actor,
        action=f"tongxinbao.exit.{done}",
        subject_kind=HOLDING_SUBJECT,
        subject_id=holding.pk,
        from_state=source,
        to_state=holding.state,
        detail={"contract": holding.contract_number} | detail,
        enterprise_id=issue.enterprise_id,
        unit_path=unit_path_of(issue),
        now=now,
    )


def exit_answer(holding_id: UUID, state: str) -> ExitAnswer:
    return ExitAnswer(holding_id, state, HOLDING_LABELS[HoldingState(state)])

"""The case desk."""

from apps.core.actors import Actor

from .choices import CASE_LABELS, PARKED_JOB, CaseState
from .contracts import CaseLine
from .models import Case

SHOWN = 100


def open_cases_for(actor: Actor) -> tuple[CaseLine, ...]:
    """The open cases of the actor's unit and the units below it, oldest first."""
    rows = Case.objects.scoped(actor).filter(state=CaseState.OPEN).order_by("opened_at")[:SHOWN]
    return tuple(
        CaseLine(
            c.pk,
            c.kind,
            c.title,
            c.detail,
            c.state,
            CASE_LABELS[CaseState(c.state)],
            c.owner_display,
            c.opened_at,
            c.due_at,
            c.subject_id if c.kind == PARKED_JOB else None,
        )
        for c in rows
    )


def open_count(actor: Actor) -> int:
    """How many cases are open in the actor's unit."""
    return Case.objects.scoped(actor).filter(state=CaseState.OPEN).count()

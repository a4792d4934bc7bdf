"""Opening and closing a case."""

from datetime import datetime
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction

from ..choices import CaseState
from ..models import Case
from ..rules import CASE


def case_open(
    *,
    kind: str,
    subject_kind: str,
    subject_id: UUID,
    title: str,
    detail: str,
    unit_path: str,
    key: str,
    now: Moment,
    enterprise_id: UUID | None = None,
    due_at: datetime | None = None,
) -> UUID:
    """Opens a case in the caller's transaction; the same key again gives the first one. Texts are masked."""
    require_transaction()
    case = Case(
        key=key,
        kind=kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        title=title,
        detail=detail,
        unit_path=unit_path,
        enterprise_id=enterprise_id,
        opened_at=now.wall,
        due_at=due_at,
    )
    Case.objects.bulk_create([case], ignore_conflicts=True)
    stored = Case.objects.system("one per key").values_list("pk", flat=True).get(key=key)
    if stored == case.pk:
        audit.record(
            actor=Actor.system(kind),
            action="cases.case.opened",
            subject_kind="cases.case",
            subject_id=case.pk,
            to_state=CaseState.OPEN,
            detail={"title": title},
            enterprise_id=enterprise_id,
            unit_path=unit_path,
            now=now,
        )
    return stored


def case_close(*, key: str, resolution: str, actor: Actor, now: Moment) -> None:
    """Closes the case of a key in the caller's transaction; a closed or absent one is left alone. Locks the case."""
    require_transaction()
    for case in lock_rows(Case.objects.system("by its key").filter(key=key).exclude(state=CaseState.CLOSED)):
        source, case.state = case.state, CASE.check(case.state, "close").target
        case.resolution, case.closed_at = resolution, now.wall
        case.save(update_fields=["state", "resolution", "closed_at"])
        audit.record(
            actor=actor,
            action="cases.case.closed",
            subject_kind="cases.case",
            subject_id=case.pk,
            from_state=source,
            to_state=case.state,
            detail={"resolution": resolution},
            enterprise_id=case.enterprise_id,
            unit_path=case.unit_path,
            now=now,
        )

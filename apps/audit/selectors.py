"""Reading the audit trail."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from apps.core.actors import ROLE_LABELS, Actor, Role

from .contracts import AuditLine
from .models import AuditRow

PAGE = 50


@cache
def sentences() -> dict[str, str]:
    """Action name -> Chinese sentence, from `AUDIT_ACTIONS` in the apps' choices."""
    known: dict[str, str] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("apps.") and find_spec(f"{app.name}.choices"):
            known |= getattr(import_module(f"{app.name}.choices"), "AUDIT_ACTIONS", {})
    return known


def trail_for_staff(
    actor: Actor, *, action: str = "", subject_id: UUID | None = None, before: int | None = None
) -> tuple[AuditLine, ...]:
    """A page of the trail within the actor's unit and below, newest first. `before` is the last id already seen."""
    rows = AuditRow.objects.scoped(actor)
    if action:
        rows = rows.filter(action__startswith=action)
    if subject_id:
        rows = rows.filter(subject_id=subject_id)
    if before:
        rows = rows.filter(pk__lt=before)
    return _lines(rows.order_by("-pk")[:PAGE])


def trail_of(subject_id: UUID) -> tuple[AuditLine, ...]:
    """Everything on one subject, oldest first. The caller has scoped the subject."""
    return _lines(
        AuditRow.objects.system("the caller has scoped the subject").filter(subject_id=subject_id).order_by("pk")
    )


def _lines(rows: "QuerySet[AuditRow]") -> tuple[AuditLine, ...]:
    known = sentences()
    return tuple(
        AuditLine(
            id=row.pk,
            at=row.at,
            display=row.display,
            roles="、".join(ROLE_LABELS[Role(role)] for role in row.roles.split(",") if role),
            sentence=known.get(row.action, row.action),
            action=row.action,
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
            from_state=row.from_state,
            to_state=row.to_state,
            notes=tuple((key, str(value)) for key, value in row.detail.items() if value not in ("", None)),
            request_id=row.request_id,
        )
        for row in rows
    )

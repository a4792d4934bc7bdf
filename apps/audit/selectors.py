"""Reading the audit trail."""

import re
from collections.abc import Collection
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from apps.core.actors import ROLE_LABELS, Actor, Role
from apps.core.money import format_yuan

from .choices import AMOUNTS, NOTE_LABELS
from .contracts import AuditLine, PlaceLine
from .models import AuditRow

PAGE = 50
PROGRAM = re.compile(r"[a-z_.]+")  # a job or an event that acted for nobody
FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@cache
def words(table: str) -> dict[str, Any]:
    """A table of words, such as AUDIT_ACTIONS (action -> Chinese sentence), put together from what the apps declare."""
    known: dict[str, Any] = {}
    names = [app.name for app in apps.get_app_configs() if app.name.startswith("apps.")]
    for module in (f"{name}.{part}" for name in names for part in ("choices", "contracts")):
        if find_spec(module):
            known |= getattr(import_module(module), table, {})
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


def places_of(subject_id: UUID, actions: Collection[str], limit: int) -> tuple[PlaceLine, ...]:
    """When, where and on which device these things last happened to a subject, newest first. The caller has scoped it.

    One query.
    """
    sentences = words("AUDIT_ACTIONS")
    rows = AuditRow.objects.system("the caller has scoped the subject").filter(
        subject_id=subject_id, action__in=actions
    )
    return tuple(
        PlaceLine(row.at, sentences.get(row.action, row.action), row.device, row.ip or "")
        for row in rows.order_by("-pk")[:limit]
    )


def _lines(rows: "QuerySet[AuditRow]") -> tuple[AuditLine, ...]:
    sentences, subjects = words("AUDIT_ACTIONS"), words("AUDIT_SUBJECTS")
    return tuple(
        AuditLine(
            id=row.pk,
            at=row.at,
            display="系统" if PROGRAM.fullmatch(row.display) else row.display,
            roles="、".join(ROLE_LABELS[Role(role)] for role in row.roles.split(",") if role),
            sentence=sentences.get(row.action, row.action),
            action=row.action,
            subject_kind=row.subject_kind,
            subject_label=subjects.get(row.subject_kind, row.subject_kind),
            subject_id=row.subject_id,
            from_state=row.from_state,
            to_state=row.to_state,
            change=_change(row),
            notes=tuple(_note(key, value) for key, value in row.detail.items() if value not in ("", None)),
            request_id=row.request_id,
        )
        for row in rows
    )


def _change(row: AuditRow) -> str:
    """ "待复核 → 待授权"; nothing where no state has changed."""
    if row.from_state == row.to_state:
        return ""
    labels = words("AUDIT_STATES").get(row.action.rpartition(".")[0], {})
    states = (row.from_state, row.to_state)
    return " → ".join(labels.get(state, state) for state in states if state)


def _note(key: str, value: Any) -> tuple[str, str]:
    """A note as people read it: amounts in 元, of a fingerprint its beginning, of a table its size."""
    label = NOTE_LABELS.get(key, key)
    if value is None:
        return label, "无"
    if isinstance(value, bool):
        return label, "是" if value else "否"
    if key in AMOUNTS:
        return label, f"¥{format_yuan(value)}"
    if isinstance(value, dict):
        return label, f"{len(value)} 笔"
    if isinstance(value, list):
        return label, "、".join(ROLE_LABELS.get(item, str(item)) for item in value)
    text = str(value)
    return label, f"{text[:12]}…" if FINGERPRINT.fullmatch(text) else text

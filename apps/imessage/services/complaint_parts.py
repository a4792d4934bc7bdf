"""What the deeds on a complaint share: finding it under its lock, its words, its moves and telling its person."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import InvalidInput
from apps.core.moves import found_locked, move_make
from apps.notify import api as notify

from ..choices import Side
from ..choices.complaints import COMPLAINT
from ..models import Complaint
from ..rules.complaints import COMPLAINT_LIFE
from ..rules.safety import masked
from ..selectors.complaints import NOT_THERE

WHY = "the deed has its own check of whose the complaint is"
SURFACES = {Side.EMPLOYEE: ("imessage.complaint", "mobile"), Side.OFFICE: ("imessage.complaint.office", "office")}


def locked(reach: QuerySet[Complaint], complaint_id: UUID) -> Complaint:
    """The complaint among those that the actor may touch, locked. Raises NotFound."""
    return found_locked(reach, complaint_id, NOT_THERE)


def words_of(text: str, label: str, field: str, most: int, now: Moment) -> str:
    """What somebody writes about a complaint, card and ID numbers masked. Raises InvalidInput E_WORDS."""
    said = masked(text.strip(), now.business_date)
    if not 1 <= len(said) <= most:
        message = f"请填写{label},不超过 {most} 字。"
        raise InvalidInput("E_WORDS", message, fields={field: message})
    return said


def move(
    row: Complaint, name: str, action: str, actor: Actor, now: Moment, detail: dict[str, str] | None = None,
    **changes: Any,
) -> None:  # fmt: skip
    """Makes one move of the complaint's life together with `changes`, and its audit row. Raises IllegalMove."""
    source = row.state
    move_make(row, COMPLAINT_LIFE, name, **changes)
    audit.record(
        actor=actor, action=action, subject_kind=COMPLAINT, subject_id=row.pk, from_state=source, to_state=row.state,
        detail={"number": row.number} | (detail or {}), enterprise_id=row.enterprise_id, now=now,
    )  # fmt: skip


def tell_person(row: Complaint, title: str, body: str, about: str, now: Moment) -> None:
    """Puts it into the person's inbox, on the surface on which was complained. `about` tells it from other words."""
    kind, surface = SURFACES[Side(row.side)]
    notify.tell(
        person_id=row.person_id, kind=kind, title=title, body=body,
        link=reverse(f"{surface}:complaint", args=[row.pk]), key=f"{kind}:{row.pk}:{about}", now=now,
    )  # fmt: skip

"""What the deeds on a canned answer share."""

from uuid import UUID

from django.db.models import QuerySet

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.moves import found_locked, move_make

from ..choices.canned import CANNED
from ..models import CannedAnswer
from ..rules.canned import CANNED_LIFE


def locked(reach: QuerySet[CannedAnswer], answer_id: UUID) -> CannedAnswer:
    """Raises NotFound."""
    return found_locked(reach, answer_id, "没有找到这条快捷回复。")


def move(row: CannedAnswer, name: str, past: str, actor: Actor, now: Moment, **changes: object) -> None:
    """One move of its life with its audit row. Raises IllegalMove."""
    source = row.state
    move_make(row, CANNED_LIFE, name, **changes)
    record(row, past, source, actor, now)


def record(row: CannedAnswer, past: str, source: str, actor: Actor, now: Moment) -> None:
    audit.record(
        actor=actor, action=f"imessage.canned.{past}", subject_kind=CANNED, subject_id=row.pk, from_state=source,
        to_state=row.state, detail={"title": row.title}, unit_path=row.unit_path, now=now,
    )  # fmt: skip

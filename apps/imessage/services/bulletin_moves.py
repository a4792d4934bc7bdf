"""What the deeds on a bulletin have in common: it is found under its lock, and its audit row is written alike."""

from typing import Any
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.moves import found_locked

from ..choices import BULLETIN
from ..models import Bulletin

MISSING = "没有找到这则公告。"


def locked_bulletin(actor: Actor, bulletin_id: UUID) -> Bulletin:
    """The actor's own (the enterprise's, the unit's) under its lock. Raises NotFound."""
    return found_locked(Bulletin.objects.scoped(actor), bulletin_id, MISSING)


def bulletin_recorded(
    row: Bulletin, deed: str, source: str, actor: Actor, now: Moment, *, unit_path: str = "", **detail: Any
) -> None:
    audit.record(
        actor=actor, action=f"{BULLETIN}.{deed}", subject_kind=BULLETIN, subject_id=row.pk, from_state=source,
        to_state=row.state, detail={"title": row.title, **detail}, enterprise_id=row.enterprise_id,
        unit_path=unit_path, now=now,
    )  # fmt: skip

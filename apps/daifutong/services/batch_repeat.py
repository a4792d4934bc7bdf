"""Wages that come again: which permit lets them pass, and what marks them (PY-11)."""

from typing import Any

from apps.core.actors import Actor

from ..models import Batch, RepeatPermit
from ..selectors.figures import fingerprint


def repeat_permit(actor: Actor, **whose: str) -> RepeatPermit | None:
    """The oldest unused permit for a batch of the actor's enterprise, given by somebody else. That it is used once is
    the database's word (daifutong_batch_permit)."""
    unused = RepeatPermit.objects.scoped(actor).filter(batches__isnull=True, **whose)
    return unused.exclude(person_id=actor.person).order_by("granted_at").first()


def wages_marked(batch: Batch, actor: Actor) -> dict[str, Any]:
    """The fingerprint under which a batch blocks its like, and the permit where it is the like of another one."""
    mark = fingerprint(batch)
    if batch.permit_id is None and (permit := repeat_permit(actor, batch__fingerprint=mark)):
        batch.permit = permit
        return {"fingerprint": fingerprint(batch), "file_guard": None, "permit": permit}
    return {"fingerprint": mark}

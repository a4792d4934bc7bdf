"""The later look at an approved case, by somebody who had no hand in it."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound

from ..choices import SampleResult
from ..models import Review
from .review_claim import review_record


@use_case
def review_sample(*, review_id: UUID, result: str, note: str, actor: Actor, now: Moment) -> None:
    """Records what the quality check of a sampled case found; a fault needs a note. Locks the case.

    Raises NotFound (another unit's, or not sampled), InvalidInput (RESULT, NOTE), Forbidden (SAME_PERSON: had a hand in
    it), Conflict (SAMPLED: recorded already).
    """
    note = note.strip()
    if result not in tuple(SampleResult):
        raise InvalidInput("RESULT", "请选择抽检结果。", fields={"result": "请选择抽检结果。"})
    if result == SampleResult.FAULTY and not note:
        raise InvalidInput("NOTE", "请写明发现的差错。", fields={"note": "请写明发现的差错。"})
    rows = lock_rows(Review.objects.scoped(actor).filter(pk=review_id, is_sampled=True))
    if not rows:
        raise NotFound("没有找到这份抽检件。")
    (row,) = rows
    involved = (row.submitter_person_id, row.first_person_id, row.second_person_id, row.decider_person_id)
    if actor.person_id in involved:
        raise Forbidden("您办理过这份申请,须由他人抽检。", code="SAME_PERSON")
    if row.sampled_at is not None:
        raise Conflict("SAMPLED", "这份申请已登记抽检结果。")
    row.sample_result, row.sample_note = result, note
    row.sampler_person_id, row.sampled_at = actor.person, now.wall
    row.save(update_fields=["sample_result", "sample_note", "sampler_person_id", "sampled_at"])
    review_record(row, "sampled", actor, now, result=result, note=note)

"""A lead gives a case to somebody by name."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound

from ..models import Review
from ..models.review import WAITING
from ..selectors.reviews import is_absent, roles_for
from ..selectors.staff import staff_at
from .review_claim import review_record


@use_case
def review_assign(*, review_id: UUID, person_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """Gives an open case to a colleague who may decide on it; the lease of whoever had it ends. Locks the case.

    Raises NotFound (another unit's, or decided), InvalidInput (REASON; PERSON: not of the role or the unit, or had a
    hand in it), Conflict (ABSENT).
    """
    reason = reason.strip()
    if not reason:
        raise InvalidInput("REASON", "请填写改派原因。", fields={"reason": "请填写改派原因。"})
    rows = lock_rows(Review.objects.scoped(actor).filter(pk=review_id, state__in=WAITING))
    if not rows:
        raise NotFound("没有找到这份待办申请。")
    (row,) = rows
    involved = (row.submitter_person_id, row.first_person_id, row.second_person_id)
    if person_id in involved or person_id not in dict(staff_at(row.unit_path, roles_for(row.state))):
        message = "这位同事不能办理当前步骤,请选择其他人。"
        raise InvalidInput("PERSON", message, fields={"person": message})
    if is_absent(person_id, now.business_date):
        raise Conflict("ABSENT", "这位同事今日离岗,请选择其他人。")
    row.assignee_person_id = person_id
    row.claimer_person_id = row.claimed_until = None
    row.save(update_fields=["assignee_person_id", "claimer_person_id", "claimed_until"])
    review_record(row, "assigned", actor, now, to=str(person_id), reason=reason)

"""Somebody who works for several enterprises says for which one the pages are, until they say otherwise."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import NotFound

from ..contracts import MemberStatus
from ..models import EmployeeMember

NOT_THERE = "您在这家单位没有在职身份。"


@use_case
def employer_choose(*, enterprise_id: UUID, actor: Actor, now: Moment) -> None:
    """Keeps the choice with the membership, for all devices. Locks it. Raises NotFound for one that is not active."""
    mine = EmployeeMember.objects.scoped(actor).filter(enterprise_id=enterprise_id, status=MemberStatus.ACTIVE)
    rows = lock_rows(mine.exclude(leaves_on__lte=now.business_date))
    if not rows:
        raise NotFound(NOT_THERE)
    rows[0].chosen_at = now.wall
    rows[0].save(update_fields=["chosen_at"])

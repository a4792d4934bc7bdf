"""Taking a certification to one's own desk, so that two persons never work on the same one."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, NotFound

from ..models import Certification
from ..selectors.certifications import waiting_for

CLAIM = timedelta(minutes=15)


@use_case
def certification_claim(*, certification_id: UUID, actor: Actor, now: Moment) -> None:
    """Claims one certification for 15 minutes. Locks it. Raises NotFound, Conflict (CLAIMED) while another has it."""
    rows = lock_rows(Certification.objects.scoped(actor).filter(pk=certification_id))
    if not rows:
        raise NotFound("没有找到这份认证申请。")
    refuse_claimed_by_other(rows[0], actor, now)
    _claim(rows[0], actor, now)


@use_case
def certification_claim_next(*, actor: Actor, now: Moment) -> UUID | None:
    """Claims the longest waiting certification that this person may decide and nobody works on, or gives None."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now.wall) | Q(claimer_person_id=actor.person_id)
    row = (
        waiting_for(actor).filter(free).order_by("submitted_at").select_for_update(of=("self",), skip_locked=True)
    ).first()
    if row is None:
        return None
    _claim(row, actor, now)
    return row.pk


def refuse_claimed_by_other(row: Certification, actor: Actor, now: Moment) -> None:
    """Raises Conflict (CLAIMED) while somebody else holds the certification."""
    if row.claimed_until and row.claimed_until > now.wall and row.claimer_person_id != actor.person_id:
        raise Conflict("CLAIMED", "这份申请正由他人办理,请办理下一件。")


def _claim(row: Certification, actor: Actor, now: Moment) -> None:
    row.claimer_person_id, row.claimed_until = actor.person_id, now.wall + CLAIM
    row.save(update_fields=["claimer_person_id", "claimed_until"])

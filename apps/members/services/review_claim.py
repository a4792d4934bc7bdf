"""Taking a case to one's own desk under a lease, so that two persons never work on the same one."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, Forbidden, NotFound

from ..choices import LEASE_MINUTES, ReviewKind
from ..models import Review
from ..models.review import WAITING
from ..selectors.reviews import is_absent, waiting_for

KIND = "members.review"


class Taken(NamedTuple):
    """A case in somebody's hands."""

    kind: ReviewKind
    subject_id: UUID


@use_case
def review_claim(*, review_id: UUID, actor: Actor, now: Moment) -> Taken:
    """Takes one case for the minutes of the parameter; again by its holder prolongs it. Locks the case.

    Raises NotFound (another unit's, or decided), Forbidden (not this person's to decide), Conflict (CLAIMED while
    another has it, ASSIGNED to another, ABSENT).
    """
    refuse_absent(actor, now)
    rows = lock_rows(Review.objects.scoped(actor).filter(pk=review_id, state__in=WAITING))
    if not rows:
        raise NotFound("没有找到这份待办申请,可能已被处理。")
    if not waiting_for(actor).filter(pk=review_id).exists():
        raise Forbidden("这份申请的当前步骤须由其他岗位或其他人办理。")
    refuse_other(rows[0], actor, now)
    return _claim(rows[0], actor, now)


@use_case
def review_claim_next(*, actor: Actor, now: Moment, skip: UUID | None = None) -> Taken | None:
    """Takes the next case that this person may decide and nobody works on, or gives None.

    Order: assigned to this person or in this person's hands, overdue, risk, age. `skip` is laid back first and not
    taken again. Locks the case; one that is locked by another is passed over. Raises Conflict (ABSENT).
    """
    refuse_absent(actor, now)
    mine = Q(assignee_person_id=actor.person_id) | Q(claimer_person_id=actor.person_id, claimed_until__gt=now.wall)
    free = Q(assignee_person_id=None) & (Q(claimed_until=None) | Q(claimed_until__lt=now.wall))
    rows = waiting_for(actor)
    if skip:
        for left in lock_rows(rows.filter(pk=skip, claimer_person_id=actor.person_id)):
            _release(left, actor, now)
        rows = rows.exclude(pk=skip)
    for wanted in (mine, free & Q(due_at__lt=now.wall), free):
        ordered = rows.filter(wanted).order_by("-risk", "submitted_at", "pk")
        row = ordered.select_for_update(of=("self",), skip_locked=True).first()
        if row is not None:
            return _claim(row, actor, now)
    return None


@use_case
def review_release(*, review_id: UUID, actor: Actor, now: Moment) -> None:
    """Lays a case back before its lease ends. Locks it. Raises NotFound unless this person has it."""
    rows = lock_rows(Review.objects.scoped(actor).filter(pk=review_id, claimer_person_id=actor.person_id))
    if not rows:
        raise NotFound("这份申请不在您手中。")
    _release(rows[0], actor, now)


def refuse_absent(actor: Actor, now: Moment) -> None:
    """Raises Conflict (ABSENT) for somebody who has said to be away today."""
    if is_absent(actor.person, now.business_date):
        raise Conflict("ABSENT", "您已登记今日离岗,不能领取审核件;请先在「团队」页登记返岗。")


def refuse_other(row: Review, actor: Actor, now: Moment) -> None:
    """Raises Conflict while the case is another's: CLAIMED (in work) or ASSIGNED (by a lead)."""
    if row.claimed_until and row.claimed_until > now.wall and row.claimer_person_id != actor.person_id:
        raise Conflict("CLAIMED", "这份申请正由他人办理,请办理下一件。")
    if row.assignee_person_id and row.assignee_person_id != actor.person_id:
        raise Conflict("ASSIGNED", "这份申请已改派给他人,请办理下一件。")


def _claim(row: Review, actor: Actor, now: Moment) -> Taken:
    is_new = row.claimer_person_id != actor.person_id
    minutes = params.get(LEASE_MINUTES, now.business_date)
    row.claimer_person_id, row.claimed_until = actor.person, now.wall + timedelta(minutes=minutes)
    row.save(update_fields=["claimer_person_id", "claimed_until"])
    if is_new:
        review_record(row, "taken", actor, now)
    return Taken(ReviewKind(row.kind), row.subject_id)


def _release(row: Review, actor: Actor, now: Moment) -> None:
    row.claimer_person_id = row.claimed_until = None
    row.save(update_fields=["claimer_person_id", "claimed_until"])
    review_record(row, "released", actor, now)


def review_record(row: Review, deed: str, actor: Actor, now: Moment, **detail: str) -> None:
    """A row in the trail of the case's subject, where the desk shows it."""
    audit.record(
        actor=actor,
        action=f"members.review.{deed}",
        subject_kind=KIND,
        subject_id=row.subject_id,
        detail={"review": str(row.pk)} | detail,
        enterprise_id=row.enterprise_id,
        unit_path=row.unit_path,
        now=now,
    )

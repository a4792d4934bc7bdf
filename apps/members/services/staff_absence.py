"""Somebody of the bank is away: what they had goes back to the queue, and nothing new comes to them."""

from datetime import date

from django.db.models import QuerySet

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, lock_rows, use_case
from apps.core.errors import InvalidInput, NotFound
from apps.core.ids import new_id

from ..models import Review, StaffAbsence
from ..models.review import WAITING

KIND = "members.absence"
MOST_DAYS = 365


@use_case
def absence_set(*, starts_on: date, ends_on: date, reason: str, actor: Actor, now: Moment) -> None:
    """Sets the days of one's absence. One that begins today lays the person's cases back.

    One person at a time (a named lock), then locks the cases ascending. Raises InvalidInput (ABSENCE) for days that are
    over, in the wrong order, more than a year, or that meet an absence set before.
    """
    lock_name(f"{KIND}:{actor.person}")
    message = ""
    if ends_on < starts_on or starts_on < now.business_date:
        message = "离岗日期应从今天或以后开始,且不早于开始日期结束。"
    elif (ends_on - starts_on).days >= MOST_DAYS:
        message = "一次离岗登记不超过一年。"
    elif _own(actor).filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        message = "这段日期与已登记的离岗重叠。"
    if message:
        raise InvalidInput("ABSENCE", message, fields={"ends_on": message})
    row = StaffAbsence(
        id=new_id(),
        person_id=actor.person,
        unit_path=actor.unit_path or "",
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
        created_at=now.wall,
    )
    row.save(force_insert=True)
    if starts_on <= now.business_date:
        _lay_back(actor)
    _record(row, "set", actor, now)


@use_case
def absence_end(*, actor: Actor, now: Moment) -> None:
    """Ends today's absence, which then never was for today. Locks it. Raises NotFound where there is none."""
    day = now.business_date
    rows = lock_rows(_own(actor).filter(starts_on__lte=day, ends_on__gte=day))
    if not rows:
        raise NotFound("您今天没有登记离岗。")
    for row in rows:
        _record(row, "ended", actor, now)
        row.delete()


def _own(actor: Actor) -> "QuerySet[StaffAbsence]":
    return StaffAbsence.objects.system("one's own").filter(person_id=actor.person)


def _lay_back(actor: Actor) -> None:
    waiting = Review.objects.system("in the hands of who is away").filter(state__in=WAITING)
    for row in lock_rows(waiting.filter(claimer_person_id=actor.person_id)):
        row.claimer_person_id = row.claimed_until = None
        row.save(update_fields=["claimer_person_id", "claimed_until"])
    for row in lock_rows(waiting.filter(assignee_person_id=actor.person_id)):
        row.assignee_person_id = None
        row.save(update_fields=["assignee_person_id"])


def _record(row: StaffAbsence, deed: str, actor: Actor, now: Moment) -> None:
    audit.record(
        actor=actor,
        action=f"members.absence.{deed}",
        subject_kind=KIND,
        subject_id=row.pk,
        detail={"from": str(row.starts_on), "to": str(row.ends_on), "reason": row.reason},
        unit_path=row.unit_path,
        now=now,
    )

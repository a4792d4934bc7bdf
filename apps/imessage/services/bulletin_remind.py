"""提醒: who has not read, or not confirmed, a bulletin finds a notice of it in the inbox; without its words."""

from uuid import UUID

from django.urls import reverse

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.notify import api as notify

from ..choices import BULLETIN as SUBJECT
from ..choices import BulletinState
from ..rules.bulletins import REMIND_PAUSE, may_remind
from ..selectors.bulletin_desk import people_left
from ..selectors.bulletin_lines import Reminded
from .bulletin_moves import bulletin_recorded, locked_bulletin


@use_case
def bulletin_remind(*, bulletin_id: UUID, actor: Actor, now: Moment) -> Reminded:
    """Tells those in service who still have to confirm (or to read, where nobody has to confirm); how many.

    Locks it. Raises NotFound, Conflict NOT_STANDING for what is not published, REMIND_EARLY within REMIND_PAUSE of the
    reminder before, NOBODY_LEFT.
    """
    row = locked_bulletin(actor, bulletin_id)
    if row.state != BulletinState.PUBLISHED:
        raise Conflict("NOT_STANDING", "只有已发布的公告可以提醒。")
    if not may_remind(row.reminded_at, now.wall):
        raise Conflict("REMIND_EARLY", f"{REMIND_PAUSE.days * 24} 小时内已经提醒过,请稍后再提醒。")
    people = people_left(row)
    if not people:
        raise Conflict("NOBODY_LEFT", "所有人都已确认。" if row.needs_confirm else "所有人都已阅读。")
    row.reminded_at, row.reminders = now.wall, row.reminders + 1
    row.save(update_fields=["reminded_at", "reminders"])
    notify.tell_many(
        person_ids=people, kind=SUBJECT, title="有公告等您确认" if row.needs_confirm else "有公告等您阅读",
        body="请打开企业社区查看公告。", link=reverse("mobile:bulletin", args=[row.pk]),
        key=f"{SUBJECT}:{row.pk}:{row.reminders}", now=now,
    )  # fmt: skip
    unit_path = row.unit.path if row.unit else ""
    bulletin_recorded(row, "reminded", row.state, actor, now, unit_path=unit_path, people=len(people))
    return Reminded(len(people))

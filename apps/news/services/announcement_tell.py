"""Putting an announcement into the inboxes of its audience, a thousand people at a time."""

from uuid import UUID

from django.urls import reverse

from apps.agreements import api as agreements
from apps.agreements.contracts import MARKETING
from apps.core.actors import Surface
from apps.core.clock import Moment
from apps.core.db import refuse_transaction, use_case
from apps.core.jobs import Lease
from apps.members import api as members
from apps.notify import api as notify

from ..choices import SURFACES, Audience, NewsKind, NewsState
from ..models import Announcement

CHUNK, TEASER = 1_000, 120
REFUSE = "不想再收到此类信息,可在「我的」-「个人信息同意」中随时撤回。"


def announcement_tell(*, announcement_id: UUID, lease: Lease, now: Moment) -> None:
    """The job. Each chunk commits by itself; begun again after a crash it tells nobody twice. One that was taken down
    meanwhile is told to nobody else."""
    refuse_transaction()
    row = Announcement.objects.system("the job's own announcement").select_related("unit").get(pk=announcement_id)
    for surface in SURFACES[Audience(row.audience)]:
        after: UUID | None = None
        while True:
            after = _chunk_tell(row=row, surface=surface, after=after, lease=lease, now=now)
            if after is None:
                break
    _finish(lease=lease)


@use_case
def _chunk_tell(*, row: Announcement, surface: str, after: UUID | None, lease: Lease, now: Moment) -> UUID | None:
    """Tells the next people in the order of their ids; the last of them, or None when there is nobody left.

    With marketing only those who agree to it at this moment (PIPL-3).
    """
    standing = Announcement.objects.system("the job's own announcement").filter(pk=row.pk, state=NewsState.PUBLISHED)
    if not standing.exists():
        return None
    people = members.people_on(Surface(surface), row.unit.path, after=after, limit=CHUNK)
    lease.renew()
    is_marketing = row.kind == NewsKind.ACTIVITY
    willing = agreements.persons_with_consent(list(people), MARKETING) if is_marketing else people
    teaser = row.body if len(row.body) <= TEASER else f"{row.body[:TEASER]}…"
    notify.tell_many(
        person_ids=list(willing),
        kind=f"news.{surface}",
        title=row.title,
        body=f"{teaser}\n{REFUSE}" if is_marketing else teaser,
        link=reverse(f"{surface}:announcements"),
        key=f"news:{row.pk}:{surface}",
        now=now,
    )
    return people[-1] if len(people) == CHUNK else None


@use_case
def _finish(*, lease: Lease) -> None:
    lease.finish()

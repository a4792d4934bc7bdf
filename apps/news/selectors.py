"""What stands now, for whom; and the desk."""

from collections.abc import Iterable
from datetime import datetime

from django.core.cache import cache
from redis.exceptions import RedisError

from apps.agreements import api as agreements
from apps.agreements.contracts import MARKETING
from apps.approvals import api as approvals
from apps.core.access import allows
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.members import api as members

from .choices import AUDIENCE_LABELS, KIND_LABELS, STATE_LABELS, STATE_TONES, SURFACES, Audience, NewsKind, NewsState
from .contracts import DeskLine, NewsLine
from .models import Announcement

SHOWN, DESK_SHOWN = 20, 100
BANNERS, BANNER_SECONDS = "news.banners", 20  # every page asks: the answer is kept so long in Redis
WHY = "everybody of the audience may read it"


def _line(row: Announcement) -> NewsLine:
    is_maintenance, is_marketing = row.kind == NewsKind.MAINTENANCE, row.kind == NewsKind.ACTIVITY
    return NewsLine(row.pk, row.title, row.body, is_maintenance, is_marketing, row.starts_at, row.ends_at)


def standing_for(actor: Actor, now: Moment) -> tuple[NewsLine, ...]:
    """The announcements that stand now for this actor: of the audience of the surface, of the own unit or one above.

    Newest first; what is marketing only for who has agreed to it. One query, another one where marketing stands, and
    one where a branch has something to say to its enterprises.
    """
    audiences = [audience for audience, surfaces in SURFACES.items() if actor.surface in surfaces]
    rows = (
        Announcement.objects.system(WHY)
        .filter(state=NewsState.PUBLISHED, starts_at__lte=now.wall, ends_at__gt=now.wall, audience__in=audiences)
        .select_related("unit")
        .order_by("-starts_at", "-pk")[:SHOWN]
    )
    return tuple(_line(row) for row in _within(actor, _wanted(actor, list(rows))))


def _wanted(actor: Actor, rows: list[Announcement]) -> list[Announcement]:
    if not any(row.kind == NewsKind.ACTIVITY for row in rows) or agreements.has_consent(actor.person, MARKETING):
        return rows
    return [row for row in rows if row.kind != NewsKind.ACTIVITY]


def _within(actor: Actor, rows: list[Announcement]) -> Iterable[Announcement]:
    if not any(row.unit.parent_id for row in rows):
        return rows  # all of head office's, which are everybody's
    path = actor.unit_path or ""
    if actor.enterprise_id:
        path = members.enterprise_brief(actor.enterprise_id).unit_path
    return (row for row in rows if not row.unit.parent_id or path.startswith(row.unit.path))


def banners_on(surface: str, at: datetime) -> tuple[NewsLine, ...]:
    """The maintenance that stands now on every page of a surface. What is published is seen within BANNER_SECONDS;
    without Redis each page asks the table."""
    try:
        known = cache.get(BANNERS)
        if known is None:
            known = _banners(at)
            cache.set(BANNERS, known, timeout=BANNER_SECONDS)
    except (RedisError, OSError):
        known = _banners(at)
    return tuple(
        line for audience, line in known if surface in SURFACES[audience] and line.starts_at <= at < line.ends_at
    )


def _banners(at: datetime) -> list[tuple[Audience, NewsLine]]:
    rows = Announcement.objects.system(WHY).filter(kind=NewsKind.MAINTENANCE, state=NewsState.PUBLISHED, ends_at__gt=at)
    return [(Audience(row.audience), _line(row)) for row in rows.order_by("starts_at", "pk")[:SHOWN]]


def desk_for_staff(actor: Actor, now: Moment) -> tuple[DeskLine, ...]:
    """The announcements of the actor's unit and those below, the newest first."""
    rows = Announcement.objects.scoped(actor).select_related("unit").order_by("-pk")[:DESK_SHOWN]
    waiting = {one.subject_id for one in approvals.pending(actor)} if allows(actor, "news.desk.decide") else set()
    writes = allows(actor, "news.desk.write")
    return tuple(
        DeskLine(
            news=_line(row),
            kind_label=KIND_LABELS[NewsKind(row.kind)],
            audience_label=AUDIENCE_LABELS[Audience(row.audience)],
            unit=row.unit.name,
            state=row.state,
            state_label=STATE_LABELS[NewsState(row.state)],
            tone=STATE_TONES[NewsState(row.state)],
            maker=row.maker_display,
            created_at=row.created_at,
            may_decide=row.pk in waiting,
            may_end=writes and row.state == NewsState.PUBLISHED and row.ends_at > now.wall,
        )
        for row in rows
    )

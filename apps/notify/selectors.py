"""Inbox, what a person wants to hear by text message and, in the demo, the caught messages."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment

from .choices import PURPOSES, Category, SmsState
from .contracts import CategoryCount, CaughtMessage, Inbox, InboxLine, NoticeKind, Preference
from .models import Notice, SmsMessage, SmsPreference

PAGE = 30
SENT_WITHIN, TROUBLE_SEEN = timedelta(seconds=15), timedelta(minutes=10)
CAUGHT_SHOWN = 8


@cache
def notice_kinds() -> Mapping[str, NoticeKind]:
    """The table of all kinds of notices, put together from what the apps declare as NOTICE_KINDS."""
    return audit.words("NOTICE_KINDS")


def kind_of(kind: str) -> NoticeKind:
    """Raises RuntimeError for a kind that nobody declared."""
    if kind not in notice_kinds():
        raise RuntimeError(f"the kind of notice {kind!r} stands in no NOTICE_KINDS")
    return notice_kinds()[kind]


def _here(surface: str) -> Q:
    return Q(surface__in=("", surface))


def unread_count(person_id: UUID | None, surface: str) -> int:
    """How many notices of a surface's inbox a person has not opened; 0 for nobody."""
    if person_id is None:
        return 0
    mine = Notice.objects.system("one person's own count").filter(person_id=person_id, read_at__isnull=True)
    return mine.filter(_here(surface)).count()


def notices_of(actor: Actor, category: str = "") -> QuerySet[Notice]:
    """The actor's notices of the surface they are signed in on; of one category if it is named."""
    rows = Notice.objects.scoped(actor).filter(_here(actor.surface))
    return rows.filter(category=category) if category else rows


def inbox_for(actor: Actor, page: int = 1, category: str = "") -> Inbox:
    """A page of the actor's inbox, newest first. `category` is a Category; anything else counts as not said."""
    category = category if category in PURPOSES else ""
    start = (max(page, 1) - 1) * PAGE
    rows = list(notices_of(actor, category).order_by("-pk")[start : start + PAGE + 1])
    unread = _unread_by_category(actor)
    return Inbox(
        lines=tuple(_line(row) for row in rows[:PAGE]),
        categories=tuple(CategoryCount(c, row.label, unread.get(c, 0)) for c, row in PURPOSES.items()),
        category=category,
        unread=sum(unread.values()),
        number=max(page, 1),
        has_more=len(rows) > PAGE,
    )


def _unread_by_category(actor: Actor) -> dict[str, int]:
    unread = notices_of(actor).filter(read_at__isnull=True).order_by()
    return dict(unread.values_list("category").annotate(Count("pk")))


def _line(row: Notice) -> InboxLine:
    category = Category(row.category)
    label = PURPOSES[category].label
    return InboxLine(row.pk, category, label, row.title, row.body, row.link, row.created_at, row.read_at is not None)


def preferences_for(actor: Actor) -> tuple[Preference, ...]:
    """What the actor wants, category by category."""
    said = dict(SmsPreference.objects.scoped(actor).values_list("category", "sms"))
    return tuple(
        Preference(c, row.label, row.note, row.is_locked or said.get(c, True), row.is_locked, row.is_urgent)
        for c, row in PURPOSES.items()
    )


def wants_sms(person_id: UUID, category: Category) -> bool:
    """Whether a person gets text messages of a category; of a locked one everybody does."""
    if PURPOSES[category].is_locked:
        return True
    said = SmsPreference.objects.system("the person's own wish").filter(person_id=person_id, category=category)
    return said.values_list("sms", flat=True).first() is not False


def sms_is_in_trouble(now: Moment) -> bool:
    """Whether codes may not arrive: the newest message that should have left by now has not. The same for every
    number, so that it tells nothing about who is known."""
    recent = SmsMessage.objects.system("the state of the channel").filter(
        leaves_at__gt=now.wall - TROUBLE_SEEN, leaves_at__lte=now.wall
    )
    due = recent.exclude(state=SmsState.WAITING, leaves_at__gt=now.wall - SENT_WITHIN)
    return due.order_by("-leaves_at").values_list("state", flat=True).first() not in (None, SmsState.SENT)


def caught_messages() -> tuple[CaughtMessage, ...]:
    """The latest messages, for the demo's story bar only."""
    rows = SmsMessage.objects.system("the demo's story bar").order_by("-created_at")[:CAUGHT_SHOWN]
    return tuple(CaughtMessage(m.mobile.masked, m.text.clear(), m.created_at) for m in rows)

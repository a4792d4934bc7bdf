"""Inbox and, in the demo, the caught messages."""

from datetime import timedelta
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment

from .choices import SmsState
from .contracts import CaughtMessage, InboxLine
from .models import Notice, SmsMessage

PAGE = 30
SENT_WITHIN, TROUBLE_SEEN = timedelta(seconds=15), timedelta(minutes=10)
CAUGHT_SHOWN = 8


def unread_count(person_id: UUID | None) -> int:
    """How many notices a person has not opened; 0 for nobody."""
    if person_id is None:
        return 0
    return Notice.objects.system("one person's own count").filter(person_id=person_id, read_at__isnull=True).count()


def inbox_for(actor: Actor, page: int = 1) -> tuple[InboxLine, ...]:
    """A page of the actor's notices, newest first."""
    start = (max(page, 1) - 1) * PAGE
    rows = Notice.objects.scoped(actor).order_by("-pk")[start : start + PAGE]
    return tuple(InboxLine(n.pk, n.title, n.body, n.link, n.created_at, n.read_at is not None) for n in rows)


def sms_is_in_trouble(now: Moment) -> bool:
    """Whether codes may not arrive: the newest message that should have left by now has not. The same for every
    number, so that it tells nothing about who is known."""
    recent = SmsMessage.objects.system("the state of the channel").filter(created_at__gt=now.wall - TROUBLE_SEEN)
    due = recent.exclude(state=SmsState.WAITING, created_at__gt=now.wall - SENT_WITHIN)
    return due.order_by("-created_at").values_list("state", flat=True).first() not in (None, SmsState.SENT)


def caught_messages() -> tuple[CaughtMessage, ...]:
    """The latest messages, for the demo's story bar only."""
    rows = SmsMessage.objects.system("the demo's story bar").order_by("-created_at")[:CAUGHT_SHOWN]
    return tuple(CaughtMessage(m.mobile.masked, m.text.clear(), m.created_at) for m in rows)

"""调阅保全单: what a hold keeps, the desk of compliance, and what a reading covers."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.core.access import allows
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound

from ..choices import (
    TALK_LABELS,
    WARRANT_KIND_LABELS,
    WARRANT_LABELS,
    WARRANT_TONES,
    TalkKind,
    WarrantKind,
    WarrantState,
)
from ..contracts.warrants import CoveredTalk, WarrantLine, WarrantPage
from ..models import Conversation, Participant, Warrant

WHY = "what two people of the bank have agreed on"
KEEPS = (WarrantState.PROPOSED, WarrantState.ACTIVE, WarrantState.RELEASING)  # asked for is kept already
LISTED, TALKS = 200, 100
NOT_THERE = "没有找到这份调阅保全单。"


def held(conversation: str) -> Exists:
    """Whether a hold keeps the conversation that a query names: by itself, or by somebody who has ever sat in it."""
    sat = Participant.objects.system(WHY).filter(
        conversation_id=OuterRef(OuterRef(conversation)), person_id=OuterRef("person_id")
    )
    holds = Warrant.objects.system(WHY).filter(kind=WarrantKind.HOLD, state__in=KEEPS)
    return Exists(holds.filter(Q(conversation_id=OuterRef(conversation)) | Exists(sat)))


def warrants_for_staff(actor: Actor) -> tuple[WarrantLine, ...]:
    """What waits and what holds first, then what is over. One query."""
    rows = Warrant.objects.scoped(actor).annotate(is_over=Q(state__in=KEEPS)).order_by("-is_over", "-proposed_at", "pk")
    return tuple(_line(row) for row in rows[:LISTED])


def warrant_for_staff(actor: Actor, warrant_id: UUID, now: Moment) -> WarrantPage:
    """One of them, with the conversations that it covers. Raises NotFound. Three queries."""
    row = Warrant.objects.scoped(actor).filter(pk=warrant_id).first()
    if row is None:
        raise NotFound(NOT_THERE)
    may = _may(actor, row, now)
    talks = covered(row).order_by("-last_at", "pk")[:TALKS]
    return WarrantPage(
        _line(row), row.reason, row.covers_from, row.covers_to, row.maker_display, row.decided_at, row.open_until,
        row.end_reason, row.digest, may, tuple(_talk(talk) for talk in talks),
    )  # fmt: skip


def _may(actor: Actor, row: Warrant, now: Moment) -> frozenset[str]:
    is_makers = actor.person_id == row.maker_person_id
    may = set()
    if row.state in (WarrantState.PROPOSED, WarrantState.RELEASING) and not is_makers:
        may.add("decide")
    if row.state == WarrantState.ACTIVE and row.kind == WarrantKind.HOLD:
        may.add("release")
    if row.state == WarrantState.ACTIVE and row.kind == WarrantKind.READING and is_makers:
        may |= {"close"} | ({"read"} if is_open(row, now) else set())
    return frozenset(name for name in may if allows(actor, f"imessage.warrant.{RIGHTS[name]}"))


RIGHTS = {"decide": "decide", "release": "propose", "close": "propose", "read": "read"}


def is_open(row: Warrant, now: Moment) -> bool:
    """Whether a reading may be read in at this moment."""
    is_reading = row.kind == WarrantKind.READING and row.state == WarrantState.ACTIVE
    return is_reading and row.open_until is not None and now.wall < row.open_until


def covered(row: Warrant) -> "QuerySet[Conversation]":
    """The conversations that it is about."""
    talks = Conversation.objects.system(WHY)
    if row.person_id is None:
        return talks.filter(pk__in=[row.conversation_id])
    sat = Participant.objects.system(WHY).filter(conversation_id=OuterRef("pk"), person_id=row.person_id)
    return talks.filter(Exists(sat))


def stretches(row: Warrant, conversation_id: UUID) -> Q:
    """Which rows of a conversation it covers: all, or those during which the person sat there."""
    if row.person_id is None:
        return Q()
    seats = Participant.objects.system(WHY).filter(conversation_id=conversation_id, person_id=row.person_id)
    found = Q(seq__lt=0)
    for joined, left in seats.values_list("joined_seq", "left_seq"):
        found |= Q(seq__gt=joined) & (Q() if left is None else Q(seq__lte=left))
    return found


def _talk(talk: Conversation) -> CoveredTalk:
    names = Participant.objects.system(WHY).filter(conversation=talk).values_list("display", flat=True)
    title = " 与 ".join(sorted(names)[:2]) if talk.kind == TalkKind.DIRECT else talk.title
    return CoveredTalk(talk.pk, title, TALK_LABELS[TalkKind(talk.kind)], talk.last_at, talk.last_seq)


def _line(row: Any) -> WarrantLine:
    return WarrantLine(
        row.pk, row.kind, WARRANT_KIND_LABELS[WarrantKind(row.kind)], row.case_no, row.scope_label,
        WARRANT_LABELS[WarrantState(row.state)], WARRANT_TONES[WarrantState(row.state)], row.proposed_at,
    )  # fmt: skip

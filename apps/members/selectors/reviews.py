"""The bank's queue of cases: employees and enterprises in one order, by overdue, risk, age (ID-8, ID-9)."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Count, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import JSONObject

from apps.core.actors import Actor, Role
from apps.core.clock import SHANGHAI, Moment
from apps.core.errors import NotFound

from ..choices import (
    HIGH,
    REVIEW_KIND_LABELS,
    REVIEW_LABELS,
    RISK_LABELS,
    WORD_LABELS,
    ReviewKind,
    ReviewState,
    Word,
)
from ..contracts import ReviewCounts
from ..models import Review, ReviewWord, StaffAbsence
from ..models.review import WAITING
from ..rules.reviews import sentences_of
from .staff import staff_at

A_PAGE = 50
MOST_PAGES = 200  # who wants what lies deeper narrows the queue
STATES_OF = {
    Role.REVIEWER: (ReviewState.SUBMITTED,),
    Role.APPROVER: (ReviewState.REVIEWED, ReviewState.DISPUTED),
}
STATE_TONES = {
    ReviewState.SUBMITTED: "brand",
    ReviewState.REVIEWED: "brand",
    ReviewState.DISPUTED: "warn",
    ReviewState.APPROVED: "ok",
    ReviewState.REJECTED: "danger",
    ReviewState.WITHDRAWN: "neutral",
}
RISK_TONES = {1: "neutral", 2: "warn", 3: "danger"}
SUBJECTS = "the case of a subject within reach"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What stands in the address of the queue. `day` is that of the decision, `field` that of the rejection."""

    show: str = "open"  # mine, open, done, sample
    kind: str = ""
    risk: int | None = None
    unit: str = ""
    state: str = ""
    enterprise: UUID | None = None
    reviewer: UUID | None = None
    field: str = ""
    day: date | None = None
    q: str = ""

    def as_query(self) -> dict[str, str]:
        return {one.name: str(value) for one in fields(self) if (value := getattr(self, one.name)) not in ("", None)}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    id: UUID
    kind: ReviewKind
    kind_label: str
    subject_id: UUID
    title: str
    note: str
    enterprise: str
    state_label: str
    state_tone: str
    risk_label: str
    risk_tone: str
    submitted_at: datetime
    due_at: datetime
    closed_at: datetime | None
    is_overdue: bool
    is_taken: bool
    is_mine: bool


class ReviewPage(NamedTuple):
    lines: tuple[ReviewLine, ...]
    counts: ReviewCounts
    total: int
    number: int
    pages: int
    units: tuple[tuple[str, str], ...]  # path and name of those that have a case in this view


class WordLine(NamedTuple):
    step: int
    display: str
    word: str
    field: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CasePart:
    """What the desk shows of the case beside its subject. `words` are empty while the second is to be blind to them."""

    line: ReviewLine
    reasons: tuple[str, ...]
    is_blind: bool
    claimed_until: datetime | None  # by this actor
    seconds_left: int
    words: tuple[WordLine, ...]
    may_sample: bool
    sample_result: str
    sample_note: str
    unit_path: str
    state: ReviewState


def waiting_for(actor: Actor) -> "QuerySet[Review]":
    """Those that wait for a decision which the actor's role makes and in which the person had no hand so far."""
    states = [state for role, states in STATES_OF.items() if role in actor.roles for state in states]
    return Review.objects.scoped(actor).filter(state__in=states).exclude(_had_a_hand(actor))


def queue_for_staff(actor: Actor, at: datetime, wanted: Wanted, *, page: int) -> ReviewPage:
    """A page of the queue, with how many there are: two queries."""
    rows = _shown(actor, wanted)
    units, counts, total = _by_unit(rows, wanted, at)
    pages = min(max(-(-total // A_PAGE), 1), MOST_PAGES)
    number = min(max(page, 1), pages)
    start = (number - 1) * A_PAGE
    lines = _ordered(rows.filter(_conditions(wanted)), wanted, at).select_related("enterprise")[start : start + A_PAGE]
    return ReviewPage(tuple(_line(row, actor, at) for row in lines), counts, total, number, pages, units)


def review_counts(actor: Actor, now: Moment) -> ReviewCounts:
    """How many wait in the actor's units, and how many of them for too long. One query."""
    waiting = Review.objects.scoped(actor).filter(state__in=WAITING)
    counted = waiting.aggregate(waiting=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=now.wall)))
    return ReviewCounts(**counted)


def case_of(actor: Actor, subject_id: UUID, now: Moment) -> CasePart | None:
    """The newest case of a subject within the actor's reach; None where it never came to the desk. One query."""
    rows = Review.objects.scoped(actor).filter(subject_id=subject_id).select_related("enterprise")
    said = ReviewWord.objects.system(SUBJECTS).filter(review=OuterRef("pk")).order_by("step")
    told = JSONObject(**{name: name for name in WordLine._fields})
    row = rows.annotate(said=ArraySubquery(said.values(told=told))).order_by("-submitted_at", "-pk").first()
    if row is None:
        return None
    is_blind = row.risk == HIGH and row.state in (ReviewState.SUBMITTED, ReviewState.REVIEWED)
    until = row.claimed_until if row.claimer_person_id == actor.person_id else None
    left = max(0, int((until - now.wall).total_seconds())) if until else 0
    return CasePart(
        line=_line(row, actor, now.wall),
        reasons=sentences_of(row.kind, row.reasons),
        is_blind=is_blind,
        claimed_until=until if left else None,
        seconds_left=left,
        words=() if is_blind else tuple(_word(**one) for one in row.said),
        may_sample=row.is_sampled and row.sampled_at is None and not _took_part(row, actor),
        sample_result=row.sample_result,
        sample_note=row.sample_note,
        unit_path=row.unit_path,
        state=ReviewState(row.state),
    )


def roles_for(state: str) -> frozenset[Role]:
    """Who decides on a case in this state."""
    return frozenset(role for role, states in STATES_OF.items() if state in states)


def review_subject(actor: Actor, review_id: UUID) -> tuple[ReviewKind, UUID]:
    """What an open case is about. Raises NotFound (another unit's, or decided)."""
    row = Review.objects.scoped(actor).filter(pk=review_id, state__in=WAITING).first()
    if row is None:
        raise NotFound("没有找到这份待办申请。")
    return ReviewKind(row.kind), row.subject_id


def colleagues(case: CasePart) -> tuple[tuple[UUID, str], ...]:
    """To whom a lead may give the case: (person, masked name). Two queries."""
    return staff_at(case.unit_path, roles_for(case.state))


def is_absent(person_id: UUID, day: date) -> bool:
    """Whether somebody of the bank has said to be away on a day."""
    own = StaffAbsence.objects.system("one's own").filter(person_id=person_id)
    return own.filter(starts_on__lte=day, ends_on__gte=day).exists()


def _word(*, word: str, at: str, **said: Any) -> WordLine:
    return WordLine(word=WORD_LABELS[Word(word)], at=datetime.fromisoformat(at), **said)


def _had_a_hand(actor: Actor) -> Q:
    person = actor.person_id
    return Q(submitter_person_id=person) | Q(first_person_id=person) | Q(second_person_id=person)


def _took_part(row: Review, actor: Actor) -> bool:
    return actor.person_id in (
        row.submitter_person_id, row.first_person_id, row.second_person_id, row.decider_person_id
    )  # fmt: skip


def _shown(actor: Actor, wanted: Wanted) -> "QuerySet[Review]":
    match wanted.show:
        case "mine":
            rows = waiting_for(actor).filter(Q(assignee_person_id=None) | Q(assignee_person_id=actor.person_id))
        case "done":
            rows = Review.objects.scoped(actor).filter(closed_at__isnull=False)
        case "sample":
            sampled = Review.objects.scoped(actor).filter(is_sampled=True, sampled_at=None, closed_at__isnull=False)
            rows = sampled.exclude(_had_a_hand(actor) | Q(decider_person_id=actor.person_id))
        case _:
            rows = Review.objects.scoped(actor).filter(state__in=WAITING)
    return rows


def _by_unit(
    rows: "QuerySet[Review]", wanted: Wanted, at: datetime
) -> tuple[tuple[tuple[str, str], ...], ReviewCounts, int]:
    """The units that a view knows, how many wait in it, how many of them for too long, how many the filters leave."""
    found = list(
        rows.order_by()
        .values("unit_path")
        .annotate(
            name=Max("enterprise__unit__name"),
            total=Count("pk", filter=_conditions(wanted)),
            waiting=Count("pk", filter=Q(closed_at=None)),
            overdue=Count("pk", filter=Q(closed_at=None, due_at__lt=at)),
        )
    )
    units = tuple(sorted((one["unit_path"], one["name"]) for one in found))
    counts = ReviewCounts(sum(one["waiting"] for one in found), sum(one["overdue"] for one in found))
    return units, counts, sum(one["total"] for one in found)


def _conditions(wanted: Wanted) -> Q:
    found = [Q(**{name: value}) for name, value in (
        ("kind", wanted.kind), ("risk", wanted.risk), ("state", wanted.state), ("enterprise_id", wanted.enterprise),
        ("unit_path__startswith", wanted.unit),
    ) if value]  # fmt: skip
    if wanted.reviewer:
        words = ReviewWord.objects.system(SUBJECTS).filter(person_id=wanted.reviewer)
        found.append(Q(pk__in=words.values("review_id")))
    if wanted.field:
        words = ReviewWord.objects.system(SUBJECTS).filter(field=wanted.field)
        found.append(Q(pk__in=words.values("review_id")))
    if wanted.day:
        starts = datetime(wanted.day.year, wanted.day.month, wanted.day.day, tzinfo=SHANGHAI)
        found.append(Q(closed_at__gte=starts, closed_at__lt=starts + timedelta(days=1)))
    if wanted.q:
        found.append(Q(note__istartswith=wanted.q) | Q(enterprise__name__icontains=wanted.q))
    return reduce(Q.__and__, found, Q())


def _ordered(rows: "QuerySet[Review]", wanted: Wanted, at: datetime) -> "QuerySet[Review]":
    if wanted.show in ("done", "sample"):
        return rows.order_by("-closed_at", "pk")
    overdue = Case(When(due_at__lt=at, then=True), default=False, output_field=BooleanField())
    return rows.order_by(overdue.desc(), "-risk", "submitted_at", "pk")


def _line(row: Review, actor: Actor, at: datetime) -> ReviewLine:
    state = ReviewState(row.state)
    own = {state for role, states in STATES_OF.items() if role in actor.roles for state in states}
    is_others = bool(row.assignee_person_id) and row.assignee_person_id != actor.person_id
    is_claimed = bool(row.claimed_until and row.claimed_until > at)
    return ReviewLine(
        id=row.pk,
        kind=ReviewKind(row.kind),
        kind_label=REVIEW_KIND_LABELS[ReviewKind(row.kind)],
        subject_id=row.subject_id,
        title=row.title,
        note=row.note,
        enterprise=row.enterprise.short_name,
        state_label=REVIEW_LABELS[state],
        state_tone=STATE_TONES[state],
        risk_label=RISK_LABELS[row.risk],
        risk_tone=RISK_TONES[row.risk],
        submitted_at=row.submitted_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        is_overdue=state in WAITING and row.due_at < at,
        is_taken=is_others or (is_claimed and row.claimer_person_id != actor.person_id),
        is_mine=state in own and not _took_part(row, actor),
    )

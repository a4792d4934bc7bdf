"""What the desk has done, of the actor's unit: pass rate, time to decision, reasons; by day, reviewer, enterprise."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Aggregate, Avg, Count, DurationField, F, FloatField, Q, QuerySet
from django.db.models.functions import TruncDate

from apps.core.actors import Actor, Role
from apps.core.clock import SHANGHAI, Moment
from apps.identity import api as identity

from ..choices import ReviewKind, ReviewState, SampleResult, Word
from ..models import Review, ReviewWord, StaffAbsence, StaffGrant
from ..models.review import WAITING

TOP = 10
DECIDED = (ReviewState.APPROVED.value, ReviewState.REJECTED.value)
DESK_ROLES = (Role.REVIEWER.value, Role.APPROVER.value)


class Percentile(Aggregate):
    """A continuous percentile of an interval, by the database."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


class DayLine(NamedTuple):
    day: date
    approved: int
    rejected: int


class PersonLine(NamedTuple):
    person_id: UUID
    name: str  # masked
    words: int
    accepted: int
    average: timedelta  # that a case waited for the word


class EnterpriseLine(NamedTuple):
    enterprise_id: UUID
    name: str
    decided: int
    approved: int


class ReasonLine(NamedTuple):
    kind: ReviewKind
    field: str
    times: int


@dataclass(frozen=True, slots=True)
class ReviewStats:
    approved: int
    rejected: int
    median: timedelta | None
    p90: timedelta | None
    in_time: int
    sampled: int
    looked_at: int
    faulty: int
    days: tuple[DayLine, ...]
    people: tuple[PersonLine, ...]
    enterprises: tuple[EnterpriseLine, ...]
    reasons: tuple[ReasonLine, ...]


class LoadLine(NamedTuple):
    """What somebody of the desk has before them and behind them; `away_until` is set while they are away."""

    person_id: UUID
    name: str
    roles: tuple[Role, ...]
    in_hand: int
    assigned: int
    today: int
    week: int
    away_until: date | None


def review_stats(actor: Actor, now: Moment, *, days: int) -> ReviewStats:
    """The decisions of the last so many days, today's included. Six queries, whatever their number."""
    since = (now.wall.astimezone(SHANGHAI) - timedelta(days=days - 1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    rows = Review.objects.scoped(actor).filter(state__in=DECIDED, closed_at__gte=since)
    took = F("closed_at") - F("submitted_at")
    sums = rows.aggregate(
        approved=Count("pk", filter=Q(state=ReviewState.APPROVED)),
        rejected=Count("pk", filter=Q(state=ReviewState.REJECTED)),
        median=Percentile(took, share="0.5"),
        p90=Percentile(took, share="0.9"),
        in_time=Count("pk", filter=Q(closed_at__lte=F("due_at"))),
        sampled=Count("pk", filter=Q(is_sampled=True)),
        looked_at=Count("pk", filter=Q(sampled_at__isnull=False)),
        faulty=Count("pk", filter=Q(sample_result=SampleResult.FAULTY)),
    )
    words = ReviewWord.objects.scoped(actor).filter(review__state__in=DECIDED, review__closed_at__gte=since)
    return ReviewStats(
        **sums, days=_days(rows), people=_people(words), enterprises=_enterprises(rows), reasons=_reasons(words)
    )


def _days(rows: "QuerySet[Review]") -> tuple[DayLine, ...]:
    counted = (
        rows.annotate(day=TruncDate("closed_at", tzinfo=SHANGHAI))
        .values("day")
        .annotate(
            approved=Count("pk", filter=Q(state=ReviewState.APPROVED)),
            rejected=Count("pk", filter=Q(state=ReviewState.REJECTED)),
        )
    )
    return tuple(DayLine(one["day"], one["approved"], one["rejected"]) for one in counted.order_by("day"))


def _people(words: "QuerySet[ReviewWord]") -> tuple[PersonLine, ...]:
    counted = list(
        words.values("person_id")
        .annotate(
            words=Count("pk"),
            accepted=Count("pk", filter=Q(word=Word.ACCEPT)),
            average=Avg("waited_seconds", output_field=FloatField()),
        )
        .order_by("-words", "person_id")[:TOP]
    )
    people = identity.person_briefs([one["person_id"] for one in counted])
    return tuple(
        PersonLine(
            one["person_id"],
            people[one["person_id"]].masked_name,
            one["words"],
            one["accepted"],
            timedelta(seconds=int(one["average"])),
        )
        for one in counted
    )


def _enterprises(rows: "QuerySet[Review]") -> tuple[EnterpriseLine, ...]:
    counted = rows.values("enterprise_id", "enterprise__short_name").annotate(
        decided=Count("pk"), approved=Count("pk", filter=Q(state=ReviewState.APPROVED))
    )
    return tuple(
        EnterpriseLine(one["enterprise_id"], one["enterprise__short_name"], one["decided"], one["approved"])
        for one in counted.order_by("-decided", "enterprise_id")[:TOP]
    )


def _reasons(words: "QuerySet[ReviewWord]") -> tuple[ReasonLine, ...]:
    rejected = words.filter(word=Word.REJECT, review__state=ReviewState.REJECTED)
    counted = rejected.values("review__kind", "field").annotate(times=Count("review_id", distinct=True))
    return tuple(
        ReasonLine(ReviewKind(one["review__kind"]), one["field"], one["times"])
        for one in counted.order_by("-times", "field")[:TOP]
    )


def team_load(actor: Actor, now: Moment) -> tuple[LoadLine, ...]:
    """Everybody of the desk at the actor's unit and below, by name. Five queries."""
    roles: dict[UUID, list[Role]] = {}
    grants = StaffGrant.objects.scoped(actor).filter(revoked_at=None, role__in=DESK_ROLES)
    for person_id, role in grants.values_list("person_id", "role").order_by("role"):
        roles.setdefault(person_id, []).append(Role(role))
    held = Review.objects.scoped(actor).filter(state__in=WAITING)
    named = held.exclude(claimer_person_id=None, assignee_person_id=None)
    pairs = list(named.values_list("claimer_person_id", "claimed_until", "assignee_person_id"))
    in_hand = Counter(claimer for claimer, until, _ in pairs if until and until > now.wall)
    assigned = Counter(assignee for *_, assignee in pairs)
    today = now.wall.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    said = {
        one["person_id"]: (one["today"], one["week"])
        for one in ReviewWord.objects.scoped(actor)
        .filter(at__gte=today - timedelta(days=6))
        .values("person_id")
        .annotate(week=Count("pk"), today=Count("pk", filter=Q(at__gte=today)))
    }
    day = now.business_date
    absences = StaffAbsence.objects.scoped(actor).filter(starts_on__lte=day, ends_on__gte=day)
    away = dict(absences.values_list("person_id", "ends_on"))
    people = identity.person_briefs(list(roles))
    lines = (
        LoadLine(
            person_id,
            people[person_id].masked_name,
            tuple(posts),
            in_hand[person_id],
            assigned[person_id],
            *said.get(person_id, (0, 0)),
            away.get(person_id),
        )
        for person_id, posts in roles.items()
    )
    return tuple(sorted(lines, key=lambda line: (line.name, str(line.person_id))))

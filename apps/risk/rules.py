"""Which limits a claim draws on, which one stops it, and the life of a reservation (RC-1). Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import NamedTuple
from uuid import UUID

from apps.bankaccounts.contracts import AccountClass, AccountFacts
from apps.core.lifecycle import Lifecycle, Move

from .choices import LIMITS, Dimension, Grade, Limit, Measure, Period
from .choices import ReservationState as S
from .contracts import Claim, Refusal, Subject

RESERVATION = Lifecycle(
    "risk.reservation",
    "额度预占",
    (
        Move("reserve", "", S.RESERVED, "SYS", "every limit has room", "reserved grows"),
        Move("take", "", S.COMMITTED, "SYS", "every limit has room", "used grows"),
        Move(
            "commit", S.RESERVED, S.COMMITTED, "SYS", "the money has moved", "reserved becomes used, the rest is free"
        ),
        Move("release", S.RESERVED, S.RELEASED, "SYS", "the money will not move", "reserved is free"),
        Move("expire", S.RESERVED, S.EXPIRED, "SYS", "its time is over", "reserved is free"),
        Move("give_back", S.COMMITTED, S.RETURNED, "SYS", "the money did not arrive or came back", "used is free"),
    ),
)
_ALWAYS = date(1, 1, 1)  # the one bucket of what has no period


class Counter(NamedTuple):
    """What one row of use counts: a subject's flow over one period that begins on a day."""

    dimension: str
    subject_id: UUID
    flow: str
    period: str
    starts_on: date


@dataclass(slots=True)
class Use:
    """What of a counter is taken, reserved or used, in 分 and in times; with a BALANCE what is there counts as well."""

    fen: int = 0
    count: int = 0

    def of(self, measure: Measure) -> int:
        return self.fen if measure == Measure.FEN else self.count


@dataclass(slots=True)
class Verdicts:
    """By key: why a claim is refused, or the counters on which an accepted one counts."""

    refused: dict[UUID, Refusal] = field(default_factory=dict)
    counted: dict[UUID, tuple[Counter, ...]] = field(default_factory=dict)


def starts_on(period: str, day: date) -> date:
    """The first day of the day, month or year in which `day` lies."""
    match period:
        case Period.DAY:
            return day
        case Period.MONTH:
            return day.replace(day=1)
        case Period.YEAR:
            return day.replace(month=1, day=1)
    return _ALWAYS


@cache
def limits_for(flow: str, dimension: Dimension, grade: Grade | None) -> tuple[Limit, ...]:
    """The limits of a subject of this dimension and grade in this flow and the flows above it."""
    return tuple(
        limit
        for limit in LIMITS
        if limit.dimension == dimension and grade in limit.grades and f"{flow}.".startswith(f"{limit.flow}.")
    )


def applicable(claim: Claim) -> list[tuple[Subject, Limit]]:
    return [
        (subject, limit)
        for subject in claim.subjects
        for limit in limits_for(claim.flow, subject.dimension, subject.grade)
    ]


def counter_of(subject: Subject, limit: Limit, day: date) -> Counter | None:
    """Where the use of a limit is counted; SINGLE needs no memory."""
    if limit.period == Period.SINGLE:
        return None
    return Counter(limit.dimension, subject.id, limit.flow, limit.period, starts_on(limit.period, day))


def counters_of(claims: Iterable[Claim], day: date) -> set[Counter]:
    found = (counter_of(subject, limit, day) for claim in claims for subject, limit in applicable(claim))
    return {counter for counter in found if counter is not None}


def judge(
    claims: Sequence[Claim], day: date, uses: dict[Counter, Use], allowed: Mapping[tuple[str, UUID], int]
) -> Verdicts:
    """The claims in the order in which they come: an earlier one uses up what a later one needs, a refused one nothing.

    `uses` is counted on; `allowed` holds the number in force by limit and subject. Of several limits that a claim
    would pass the most restrictive refuses: the one with the least left, then the one of the shorter period.
    """
    verdicts = Verdicts()
    for claim in claims:
        drawn = [(limit, subject, counter_of(subject, limit, day)) for subject, limit in applicable(claim)]
        refusals = []
        for limit, subject, counter in drawn:
            most = allowed[limit.key, subject.id]
            left = most - (uses.setdefault(counter, Use()).of(limit.measure) if counter else 0)
            if (claim.amount if limit.measure == Measure.FEN else 1) > left:
                refusals.append(Refusal(limit, most, max(left, 0)))
        if refusals:
            verdicts.refused[claim.key] = min(refusals, key=_restriction)
            continue
        counters = dict.fromkeys(counter for _, _, counter in drawn if counter)
        for counter in counters:
            uses[counter].fen += claim.amount
            uses[counter].count += 1
        verdicts.counted[claim.key] = tuple(counters)
    return verdicts


_ORDER = list(Period)


def _restriction(refusal: Refusal) -> tuple[bool, int, int]:
    return refusal.allowed > 0, refusal.left, _ORDER.index(refusal.limit.period)


_GRADES = {
    (AccountClass.II, True): Grade.CLASS_II,
    (AccountClass.II, False): Grade.CLASS_II_UNSEEN,
    (AccountClass.III, True): Grade.CLASS_III,
    (AccountClass.III, False): Grade.CLASS_III,
}


def account_subject(facts: AccountFacts) -> Subject:
    """An account as a subject of limits: its grade is its class, and for class II whether its holder has been seen."""
    grade = _GRADES.get((facts.account_class, facts.is_face_verified))
    return Subject(Dimension.ACCOUNT, facts.id, grade, facts.ledger_account_id)


def account_claims(flow: str, lines: Iterable[tuple[UUID, AccountFacts, int]]) -> list[Claim]:
    """Claims for lines of (key, account, 分), without those on accounts that nothing limits: most of a payroll."""
    return [
        Claim(flow, key, amount, (account_subject(facts),))
        for key, facts, amount in lines
        if (facts.account_class, facts.is_face_verified) in _GRADES
    ]

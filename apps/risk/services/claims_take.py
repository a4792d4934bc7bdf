"""Using up limits: at once where the money moves now, reserved where it moves later (RC-1)."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from apps.core.clock import Moment
from apps.core.db import require_transaction, uuid_array
from apps.core.ids import new_id

from ..choices import EventKind, ReservationState
from ..contracts import Claim, LimitExceeded, LimitKeyReused, Refusal
from ..models import Reservation
from ..rules import RESERVATION, Verdicts, counters_of, judge
from ..selectors import allowed_on, uses_now
from .counters import Movement, counters_hold, movements_book

Digests = dict[UUID, bytes]


def lines_take(*, claims: Sequence[Claim], now: Moment) -> dict[UUID, Refusal]:
    """Uses up the limits of the claims that have room, in their order; gives the refused ones by key.

    The caller moves the money of all others in this very transaction, so that a rollback gives everything back. Any
    number of claims costs the same few queries, and none where no limit holds. Locks the counters, ascending by id:
    after bank accounts, before accounts of the books. Key: (flow, key) of each claim; one that was taken before counts
    no second time. Raises LimitKeyReused, IllegalMove for a key that was reserved and has been given back.
    """
    return _accept(claims, EventKind.TAKE, now).refused


def claims_take(*, claims: Sequence[Claim], now: Moment) -> None:
    """The same for claims that go through together or not at all: raises LimitExceeded, and nothing is counted."""
    _accept(claims, EventKind.TAKE, now, is_whole=True)


def claims_reserve(*, claims: Sequence[Claim], expires_at: datetime, now: Moment) -> None:
    """Keeps room for money that moves in a later transaction, or raises LimitExceeded and keeps none.

    What is neither committed nor released by `expires_at` is given back by a round of the relay. Locks, key and errors
    as in lines_take.
    """
    _accept(claims, EventKind.RESERVE, now, expires_at=expires_at, is_whole=True)


def _accept(
    claims: Sequence[Claim], kind: EventKind, now: Moment, *, expires_at: datetime | None = None, is_whole: bool = False
) -> Verdicts:
    require_transaction()
    day = now.business_date
    rows = counters_hold(counters_of(claims, day))
    digests = {claim.key: _digest(claim, kind) for claim in claims}
    fresh = _fresh(claims, kind, digests)
    verdicts = judge(fresh, day, uses_now(fresh, rows), allowed_on(fresh, day))
    if is_whole and verdicts.refused:
        raise LimitExceeded(next(iter(verdicts.refused.values())))
    counted = verdicts.counted
    kept = [c for c in fresh if c.key in counted and (counted[c.key] or kind == EventKind.RESERVE)]
    opened = _open(kept, kind, digests, expires_at, now)
    movements = [
        _opening(opened[claim.key], rows[counter][0], claim.amount, kind)
        for claim in kept
        if claim.key in opened
        for counter in counted[claim.key]
    ]
    movements_book(movements, kind, now.wall)
    return verdicts


def _digest(claim: Claim, kind: EventKind) -> bytes:
    """What must be the same when a key comes again; the grade may have changed meanwhile."""
    subjects = sorted(f"{subject.dimension}:{subject.id}" for subject in claim.subjects)
    return hashlib.sha256("|".join([kind, claim.flow, str(claim.amount), *subjects]).encode()).digest()


def _fresh(claims: Iterable[Claim], kind: EventKind, digests: Digests) -> list[Claim]:
    """The claims whose keys are new. The counters are held, so whoever took the same ones has committed."""
    known = Reservation.objects.filter(key__in=list(digests)).values_list("flow", "key", "body_hash", "state")
    before = {(flow, key): (bytes(digest), state) for flow, key, digest, state in known.iterator()}
    fresh: dict[UUID, Claim] = {}
    for claim in claims:
        if fresh.setdefault(claim.key, claim) != claim:
            raise LimitKeyReused()
        if (claim.flow, claim.key) in before:
            _check_replay(before[claim.flow, claim.key], digests[claim.key], kind)
            del fresh[claim.key]
    return list(fresh.values())


def _check_replay(known: tuple[bytes, str], digest: bytes, kind: EventKind) -> None:
    if known[0] != digest:
        raise LimitKeyReused()
    if known[1] not in (ReservationState.RESERVED, ReservationState.COMMITTED):
        RESERVATION.check(known[1], kind.lower())


def _open(
    claims: Sequence[Claim], kind: EventKind, digests: Digests, expires_at: datetime | None, now: Moment
) -> dict[UUID, UUID]:
    """Writes the reservations: key → id of those that are written. One that lost a race for its key is looked at."""
    if not claims:
        return {}
    state = RESERVATION.check("", kind.lower()).target
    is_taken = kind == EventKind.TAKE
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO risk_reservation (id, flow, key, body_hash, amount, settled, state, business_date,
                                             created_at, expires_at, settled_at)
               SELECT c.id, c.flow, c.key, c.digest, c.amount, CASE WHEN %s THEN c.amount ELSE 0 END, %s, %s, %s, %s, %s
                 FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::bytea[], %s::bigint[])
                      AS c(id, flow, key, digest, amount)
               ON CONFLICT (key, flow) DO NOTHING RETURNING key, id""",
            [
                is_taken, state, now.business_date, now.wall, expires_at, now.wall if is_taken else None,
                uuid_array(new_id() for _ in claims), [claim.flow for claim in claims],
                uuid_array(claim.key for claim in claims), [digests[claim.key] for claim in claims],
                [claim.amount for claim in claims],
            ],
        )  # fmt: skip
        opened = dict(cursor.fetchall())
    if len(opened) < len(claims):
        _fresh([claim for claim in claims if claim.key not in opened], kind, digests)
    return opened


def _opening(reservation_id: UUID, use_id: UUID, fen: int, kind: EventKind) -> Movement:
    if kind == EventKind.TAKE:
        return Movement(reservation_id, use_id, 0, fen, 0, 1)
    return Movement(reservation_id, use_id, fen, 0, 1, 0)

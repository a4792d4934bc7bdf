"""The end of a reservation: used, given back, or run out; once, whoever asks again (RC-1)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.errors import InvalidInput, NotFound

from ..choices import EventKind, ReservationState
from ..contracts import LimitKeyReused
from ..models import LimitEvent, LimitUse, Reservation
from ..models.limit_event import OPENING
from ..rules import RESERVATION
from .counters import Movement, movements_book

EXPIRED_AT_ONCE = 500


def reservation_commit(*, flow: str, key: UUID, now: Moment, amount: int | None = None) -> None:
    """The money has moved, all of it or `amount` (分): that much becomes used, the rest is free again.

    In the transaction that moves it. Locks the reservation, then its counters. Once: the same again changes nothing.
    Raises NotFound, LimitKeyReused for another amount than before, InvalidInput for more than was reserved or for
    nothing, IllegalMove for what was released or has run out.
    """
    row = _held(flow, key)
    used = row.amount if amount is None else amount
    if not 0 < used <= row.amount:
        raise InvalidInput("LIMIT_AMOUNT", "实际使用的额度必须大于零,且不超过预占的额度。")
    if row.state == ReservationState.COMMITTED:
        if row.settled != used:
            raise LimitKeyReused()
        return
    _settle([row], EventKind.COMMIT, now, used)


def reservation_release(*, flow: str, key: UUID, now: Moment) -> None:
    """The money will not move: everything is free again.

    Locks the reservation, then its counters. Once: also for one that has run out meanwhile. Raises NotFound,
    IllegalMove for what was used.
    """
    row = _held(flow, key)
    if row.state not in (ReservationState.RELEASED, ReservationState.EXPIRED):
        _settle([row], EventKind.RELEASE, now)


def lines_give_back(*, flow: str, keys: Iterable[UUID], now: Moment) -> None:
    """What was used is free again: the books refused these lines, or their money came back.

    In the transaction that finds it out. Locks the reservations, then their counters, each ascending by id. Once: a
    line that was given back is left, and one that no limit counted is unknown here and needs nothing. Raises
    IllegalMove for what is only reserved.
    """
    require_transaction()
    found = Reservation.objects.filter(flow=flow, key__in=list(keys))
    rows = lock_rows(found.exclude(state=ReservationState.RETURNED))
    if rows:
        _settle(rows, EventKind.GIVE_BACK, now)


def reservations_expire(*, now: Moment) -> int:
    """A round of the relay: gives back what nobody has settled in its time, and says how many these were.

    Needs the caller's transaction. Rows that somebody settles at this moment are left to them.
    """
    require_transaction()
    due = Reservation.objects.filter(state=ReservationState.RESERVED, expires_at__lte=now.wall)
    rows = list(due.order_by("pk").select_for_update(skip_locked=True)[:EXPIRED_AT_ONCE])
    if rows:
        _settle(rows, EventKind.EXPIRE, now)
        audit.record(
            actor=Actor.system("额度预占到期"),
            action="risk.reservations.expired",
            subject_kind="risk.reservation",
            detail={"count": len(rows)},
            now=now,
        )
    return len(rows)


def _held(flow: str, key: UUID) -> Reservation:
    require_transaction()
    rows = lock_rows(Reservation.objects.filter(flow=flow, key=key))
    if not rows:
        raise NotFound("没有找到这笔业务的额度预占。")
    return rows[0]


def _settle(rows: Sequence[Reservation], kind: EventKind, now: Moment, used: int = 0) -> None:
    """Ends reservations under lock; `used` (分) of each becomes used, what remains is free."""
    before = {row.pk: row.settled for row in rows}
    for row in rows:
        row.state = RESERVATION.check(row.state, kind.lower()).target
        row.settled, row.settled_at = used, now.wall
    opened = list(LimitEvent.objects.filter(reservation__in=rows, kind__in=OPENING))
    lock_rows(LimitUse.objects.filter(pk__in={event.use_id for event in opened}))
    movements = [_closing(event, kind, before[event.reservation_id], used) for event in opened]
    movements_book(movements, kind, now.wall)
    Reservation.objects.bulk_update(rows, ["state", "settled", "settled_at"])


def _closing(event: LimitEvent, kind: EventKind, before: int, used: int) -> Movement:
    """What ends the part that an event opened: what was used goes, or what was reserved becomes used."""
    if kind == EventKind.GIVE_BACK:
        return Movement(event.reservation_id, event.use_id, 0, -before, 0, -1)
    return Movement(event.reservation_id, event.use_id, -event.reserved_fen, used, -1, 1 if used else 0)

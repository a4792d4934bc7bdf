"""The counters under the services: made, locked in one order, and moved only together with their events."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from apps.core.db import uuid_array
from apps.core.ids import new_id

from ..choices import EventKind
from ..rules import Counter, Use
from ..selectors import uses_held


class Movement(NamedTuple):
    """What one reservation changes on one counter: 分 and times, reserved and used."""

    reservation_id: UUID
    use_id: UUID
    reserved_fen: int
    used_fen: int
    reserved_count: int
    used_count: int


def counters_hold(counters: set[Counter]) -> dict[Counter, tuple[UUID, Use]]:
    """Makes the rows that are missing, then locks all of them, ascending by id.

    New rows come in the order of their names: of two that make the same ones, the second waits before it holds any.
    """
    if not counters:
        return {}
    dimensions, subjects, flows, periods, starts = (list(column) for column in zip(*sorted(counters), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO risk_limituse (id, dimension, subject_id, flow, period, starts_on,
                                          reserved_fen, used_fen, reserved_count, used_count)
               SELECT c.*, 0, 0, 0, 0
                 FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::text[], %s::text[], %s::date[]) AS c
               ON CONFLICT DO NOTHING""",
            [uuid_array(new_id() for _ in counters), dimensions, uuid_array(subjects), flows, periods, starts],
        )
    return uses_held(counters)


def movements_book(movements: Sequence[Movement], kind: EventKind, at: datetime) -> None:
    """Writes the events and moves their counters by them, in one statement. The caller holds the counters."""
    if not movements:
        return
    reservations, uses, *numbers = (list(column) for column in zip(*movements, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH event AS (
                   INSERT INTO risk_limitevent (reservation_id, use_id, kind, at,
                                                reserved_fen, used_fen, reserved_count, used_count)
                   SELECT m.reservation, m.use, %s, %s, m.reserved_fen, m.used_fen, m.reserved_count, m.used_count
                     FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[], %s::bigint[], %s::int[], %s::int[])
                          AS m(reservation, use, reserved_fen, used_fen, reserved_count, used_count)
                RETURNING *),
               moved AS (
                   SELECT use_id, sum(reserved_fen)::bigint AS reserved_fen, sum(used_fen)::bigint AS used_fen,
                          sum(reserved_count) AS reserved_count, sum(used_count) AS used_count
                     FROM event GROUP BY use_id)
               UPDATE risk_limituse u
                  SET reserved_fen = u.reserved_fen + m.reserved_fen, used_fen = u.used_fen + m.used_fen,
                      reserved_count = u.reserved_count + m.reserved_count, used_count = u.used_count + m.used_count
                 FROM moved m WHERE u.id = m.use_id""",
            [kind.value, at, uuid_array(reservations), uuid_array(uses), *numbers],
        )

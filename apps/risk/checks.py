"""What must be true of the limits at every instant: run by `manage.py verify_money` and after tests."""

from collections.abc import Iterator

from apps.core.db import all_rows as _rows


def counters_follow_events() -> Iterator[str]:
    """What a counter has reserved and used is the sum of its events, in 分 and in times."""
    for counter, reserved, used, events_reserved, events_used in _rows("""
        SELECT u.id, u.reserved_fen, u.used_fen, coalesce(e.reserved_fen, 0), coalesce(e.used_fen, 0)
          FROM risk_limituse u
          LEFT JOIN (SELECT use_id, sum(reserved_fen) AS reserved_fen, sum(used_fen) AS used_fen,
                            sum(reserved_count) AS reserved_count, sum(used_count) AS used_count
                       FROM risk_limitevent GROUP BY use_id) e ON e.use_id = u.id
         WHERE (u.reserved_fen, u.used_fen, u.reserved_count, u.used_count) IS DISTINCT FROM
               (coalesce(e.reserved_fen, 0), coalesce(e.used_fen, 0),
                coalesce(e.reserved_count, 0), coalesce(e.used_count, 0))"""):
        yield f"额度 {counter}:预占 {reserved} 分、已用 {used} 分,流水合计 {events_reserved} 分、{events_used} 分"


def reservations_follow_events() -> Iterator[str]:
    """On each of its counters a reservation holds what its state says: all reserved, what was used, or nothing."""
    for reservation, state, reserved, used in _rows("""
        SELECT r.id, r.state, e.reserved_fen, e.used_fen
          FROM risk_reservation r
          JOIN (SELECT reservation_id, use_id, sum(reserved_fen) AS reserved_fen, sum(used_fen) AS used_fen,
                       sum(reserved_count) AS reserved_count, sum(used_count) AS used_count
                  FROM risk_limitevent GROUP BY reservation_id, use_id) e ON e.reservation_id = r.id
         WHERE (e.reserved_fen, e.used_fen) <> (CASE r.state WHEN 'RESERVED' THEN r.amount ELSE 0 END, r.settled)
            OR (e.reserved_count, e.used_count) <>
               ((r.state = 'RESERVED')::int, (r.state = 'COMMITTED')::int)"""):
        yield f"额度预占 {reservation}:状态 {state},流水合计预占 {reserved} 分、已用 {used} 分"


def takes_are_counted() -> Iterator[str]:
    """What was taken at once stands on at least one counter."""
    for (reservation,) in _rows("""
        SELECT r.id FROM risk_reservation r WHERE r.expires_at IS NULL
           AND NOT EXISTS (SELECT FROM risk_limitevent e WHERE e.reservation_id = r.id)"""):
        yield f"额度 {reservation}:已使用,但没有流水"


CHECKS = (counters_follow_events, reservations_follow_events, takes_are_counted)

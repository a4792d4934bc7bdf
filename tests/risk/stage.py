"""Small words for tests about limits: subjects, claims, what the counters hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from apps.core.clock import Moment
from apps.core.errors import AppError
from apps.core.ids import new_id
from apps.core.invariants import all_checks
from apps.risk import api as risk
from apps.risk.contracts import Claim, Dimension, Flow, Grade, Refusal, Subject

NOW = Moment(datetime(2026, 3, 2, 2, 30, tzinfo=UTC), date(2026, 3, 2))
SOON = NOW.wall + timedelta(minutes=30)
TABLES = ("risk_limituse", "risk_reservation", "risk_limitevent")


def on(year: int, month: int, day: int) -> Moment:
    return replace(NOW, business_date=date(year, month, day))


def account(grade: Grade | None = Grade.CLASS_II, *, ledger_account_id: UUID | None = None) -> Subject:
    return Subject(Dimension.ACCOUNT, new_id(), grade, ledger_account_id)


def claim(subject: Subject, fen: int, flow: str = Flow.TRANSFER, *, key: UUID | None = None) -> Claim:
    return Claim(flow, key or new_id(), fen, (subject,))


def take(subject: Subject, *amounts: int, flow: str = Flow.TRANSFER, now: Moment = NOW) -> list[Refusal | None]:
    """The verdicts on lines of one transaction, in order."""
    claims = [claim(subject, fen, flow) for fen in amounts]
    with transaction.atomic():
        refused = risk.take_lines(claims=claims, now=now)
    return [refused.get(one.key) for one in claims]


def reserve(one: Claim, *, now: Moment = NOW, expires_at: datetime = SOON) -> Claim:
    with transaction.atomic():
        risk.reserve(claims=[one], expires_at=expires_at, now=now)
    return one


def commit(one: Claim, amount: int | None = None, *, now: Moment = NOW) -> Claim:
    with transaction.atomic():
        risk.commit(flow=one.flow, key=one.key, amount=amount, now=now)
    return one


def release(one: Claim, *, now: Moment = NOW) -> None:
    with transaction.atomic():
        risk.release(flow=one.flow, key=one.key, now=now)


def give_back(*claims: Claim, now: Moment = NOW) -> None:
    with transaction.atomic():
        risk.give_back(flow=claims[0].flow, keys=[one.key for one in claims], now=now)


def rows(sql: str, *parameters: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def counted(subject: Subject, period: str = "DAY") -> tuple[int, int, int, int] | None:
    """Reserved and used 分, reserved and used times."""
    found = rows(
        "SELECT reserved_fen, used_fen, reserved_count, used_count FROM risk_limituse"
        " WHERE subject_id = %s AND period = %s ORDER BY starts_on DESC LIMIT 1",
        subject.id, period,
    )  # fmt: skip
    return found[0] if found else None


def everything() -> list[str]:
    """A digest of each table of limits; counters on which nothing stands do not matter."""
    return [
        rows(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t {where}")[0][0]
        for table, where in zip(TABLES, ("WHERE reserved_count + used_count > 0", "", ""), strict=True)
    ]


def faults() -> list[str]:
    """What verify_money says of the limits."""
    return [sentence for name, check in all_checks().items() if name.startswith("risk.") for sentence in check()]


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The block is refused with this code, and nothing is counted."""
    before = everything()
    with pytest.raises(AppError) as caught, transaction.atomic():
        yield
    assert caught.value.code == code
    assert everything() == before

"""The cut-off under many hands: who has looked at the day before is waited for, who looks after it is refused."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from apps.core import bankday, clock, db
from apps.core.errors import Busy
from apps.core.ids import new_id
from apps.core.models import BankDay, CloseStep
from apps.ledger import api as ledger
from apps.ledger.models import DayProof
from apps.ledger.services import day_steps
from tests.crash.conftest import environment
from tests.ledger.books import NOW, faults, funded, opened, rows
from tests.ledger.days import advance, close_days, cut_off, open_day

from .race import race

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
MONDAY = NOW.business_date
POST = "SELECT ledger_post(%s, %s, 'test', '测试', %s, %s, now(), 'CNY', %s, %s)"


@contextmanager
def another_session() -> Iterator[psycopg.Connection]:
    settings = connection.get_connection_params()
    keys = {key: settings[key] for key in ("dbname", "user", "password", "host", "port") if key in settings}
    with psycopg.connect(**keys) as session:
        yield session
        session.rollback()


def post_in(session: psycopg.Connection, payer: UUID, payee: UUID) -> None:
    session.execute(POST, [new_id(), str(new_id()), MONDAY, MONDAY, [payer, payee], [-1, 1]])


def test_the_close_waits_for_a_posting_that_began_before_the_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_steps, "DRAIN_SECONDS", 1)
    payer, payee = funded(10), opened()
    with another_session() as session:
        post_in(session, payer, payee)
        cut_off()
        with pytest.raises(Busy):
            advance()
        step = CloseStep.objects.get(job="ledger.drain")
        assert (step.state, "截点前的交易没有结束" in step.fault) == ("FAILED", True)
        session.commit()
    close_days(0)
    assert ledger.balance_on(payee, MONDAY) == 1
    assert faults() == []


def test_control_without_the_wait_the_balances_of_the_day_are_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = bankday.all_steps()
    del steps["ledger.drain"]
    monkeypatch.setattr(bankday, "all_steps", lambda: steps)
    payer, payee = funded(10), opened()
    with another_session() as session:
        post_in(session, payer, payee)
        close_days()
        session.commit()
    assert ledger.balance_on(payer, MONDAY) == 10
    assert any("日终余额" in sentence for sentence in faults())


def test_a_writer_that_ends_while_it_is_waited_for_is_not_seen_as_running() -> None:
    payer, payee = funded(10), opened()
    with another_session() as session:
        post_in(session, payer, payee)
        assert len(db.writers("ledger_journal")) == 1
        threading.Timer(0.3, session.commit).start()
        began = time.monotonic()
        db.wait_for_writers("ledger_journal", 30)
        assert 0.1 < time.monotonic() - began < 20
    assert db.writers("ledger_journal") == frozenset()


def test_an_old_sight_of_the_day_posts_nothing() -> None:
    """A transaction that took its snapshot before the cut-off would see an open day for ever."""
    payer, payee = funded(10), opened()
    with another_session() as session:
        session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        session.execute("SELECT 1")
        cut_off()
        with pytest.raises(psycopg.Error) as caught:
            post_in(session, payer, payee)
        assert caught.value.sqlstate == "EY027"
    close_days(0)
    assert ledger.balance(payee) == 0


def test_many_post_while_three_days_are_closed_and_every_day_is_right() -> None:
    accounts = [funded(10_000) for _ in range(6)]

    def move(number: int) -> ledger.Posted:
        payer, payee = accounts[number % 6], accounts[(number * 5 + 1) % 6]
        legs = [(payer, -1), (payee, 1)] if payer != payee else [(payer, -1), (accounts[(number + 1) % 6], 1)]
        return ledger.post(key=str(new_id()), kind="test", summary="测试", legs=legs, now=clock.read())

    command = [sys.executable, "manage.py", "close_day", "--to", str(MONDAY + timedelta(days=3))]
    with subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True) as closing:
        outcome = race(*([partial(move, number) for number in range(start, start + 1500)] for start in range(3)))
        assert closing.wait(60) == 0
    assert set(outcome.answers) <= {"ok", "LEDGER_DAY_CLOSED"}
    assert outcome.answers["ok"] > 4000
    assert open_day() == MONDAY + timedelta(days=3)
    posted_on = dict(rows("SELECT business_date, count(*) FROM ledger_journal WHERE kind = 'test' GROUP BY 1"))
    assert len(posted_on) >= 2, "the race must meet a cut-off"
    assert sum(posted_on.values()) == outcome.answers["ok"] + 6
    assert DayProof.objects.count() == 3
    assert faults() == []


@pytest.mark.parametrize("runners", [3])
def test_a_close_that_many_run_at_once_does_every_step_once(runners: int) -> None:
    funded(100)
    command = [sys.executable, "manage.py", "close_day", "--to", str(MONDAY + timedelta(days=4))]
    several = [
        subprocess.Popen(command, cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True)
        for _ in range(runners)
    ]
    for one in several:
        one.communicate(timeout=120)
    close_days(0)
    assert open_day() <= MONDAY + timedelta(days=4)
    close_days((MONDAY + timedelta(days=4) - open_day()).days)
    closed = BankDay.objects.filter(state="CLOSED", business_date__gte=MONDAY)
    assert closed.count() == 4
    assert sorted(DayProof.objects.values_list("business_date", flat=True)) == [
        date(2026, 3, day) for day in range(2, 6)
    ]
    assert faults() == []

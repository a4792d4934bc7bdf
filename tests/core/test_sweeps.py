"""Rounds come again, and one that fails stops nobody."""

import pytest
from django.db import OperationalError, connection

from apps.core import sweeps
from tests.ledger.books import CLEARING, NOW, funded, ledger, placed
from tests.ledger.test_holds import LATER, TOMORROW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sweeps, "_sweeps", {name: sweeps.Sweep(s.name, s.seconds, s.deed) for name, s in _all().items()}
    )
    monkeypatch.setattr(sweeps.clock, "read", lambda: NOW)


def _all() -> dict[str, sweeps.Sweep]:
    return dict(sweeps._sweeps)


def test_the_houses_rounds_fold_hot_accounts_and_end_what_has_run_out() -> None:
    account = funded(100)
    hold = placed(account, 60, expires_at=LATER).hold_id
    assert set(sweeps.names()) >= {"ledger.hot_fold", "ledger.holds_expire"}
    sweeps.run_due()
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM ledger_hotdelta), balance FROM ledger_account WHERE id = %s",
                       [ledger.house_account(CLEARING)])  # fmt: skip
        assert cursor.fetchone() == (0, -100)
    assert ledger.hold_facts(hold).is_open
    assert sweeps.run("ledger.holds_expire", now=TOMORROW) == (hold,)


def test_a_round_comes_again_only_after_its_seconds_and_a_failing_one_stops_nobody() -> None:
    ran: list[str] = []

    def fails(*, now: object) -> None:
        ran.append("fails")
        raise OperationalError("gone")

    sweeps.register("a", fails, seconds=0)
    sweeps.register("b", lambda *, now: ran.append("b"), seconds=3600)
    sweeps.run_due()
    sweeps.run_due()
    assert ran == ["fails", "b", "fails"]

"""Two at once: one file, one batch, one payer account. Real threads on real connections, let go by a barrier."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountStatus
from apps.core.errors import AppError
from apps.core.invariants import faults
from apps.daifutong.models import Batch, Row
from apps.daifutong.services.batch_release import batch_release
from apps.daifutong.services.row_amend import row_amend
from apps.ledger.models import Journal
from fixtures import reference

from .cast import SYSTEM, House, build_house, work

PATIENCE = 120  # seconds for what happens at once on a quiet machine


@pytest.fixture
def house(transactional_db: None) -> Iterator[House]:
    reference.load()
    yield build_house()
    assert list(faults()) == []


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """What became of each deed: "done", or the code of its error."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        try:
            connection.ensure_connection()
            barrier.wait(PATIENCE)
            deed()
        except AppError as error:
            return error.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))


def test_the_same_file_from_two_windows_becomes_one_batch(house: House) -> None:
    content = house.file(["5000.00", "6000.00"])
    ends = at_once(*[lambda key=f"w{n}": house.upload(content, key=key) for n in range(4)])
    assert ends == ["DUP_BATCH", "DUP_BATCH", "DUP_BATCH", "done"]
    assert Batch.objects.system("test").count() == 1
    assert Row.objects.system("test").count() == 2


def test_one_key_sent_twice_at_once_is_one_import(house: House) -> None:
    content = house.file(["5000.00"])
    ends = at_once(*[lambda: house.upload(content, key="same") for _ in range(2)])
    assert ends in (["BUSY", "done"], ["done", "done"])
    assert Batch.objects.system("test").count() == 1


def test_a_batch_released_by_job_and_by_hand_at_once_is_debited_once(house: House) -> None:
    batch_id = house.approved(house.file(["5000.00"]))
    ends = at_once(
        *[lambda key=f"r{n}": batch_release(batch_id=batch_id, key=key, actor=SYSTEM, now=house.now) for n in range(3)]
    )
    assert ends == ["ILLEGAL_MOVE", "ILLEGAL_MOVE", "done"]
    assert Journal.objects.filter(kind="daifutong.debit").count() == 1
    work()
    assert house.payer_balance() == 99_500_000


def test_money_for_one_of_two_payrolls_pays_exactly_one_of_them(house: House) -> None:
    poor = build_house(serial=1, staff=2, funds=900_000)
    first = poor.approved(poor.file(["5000.00"]))
    second = poor.approved(poor.file(["6000.00"]))
    at_once(*[lambda b=b: batch_release(batch_id=b, key=str(b), actor=SYSTEM, now=poor.now) for b in (first, second)])
    mine = Batch.objects.system("test").filter(pk__in=[first, second])
    assert sorted(mine.values_list("state", "outcome")) == [("DISBURSING", ""), ("SCHEDULED", "P10")]
    assert poor.payer_balance() in (400_000, 300_000)
    work()


def test_an_edit_and_a_submission_at_once_never_approve_what_was_not_shown(house: House) -> None:
    batch_id = house.upload(house.file(["5000.00"])).batch_id
    row = Row.objects.system("test").get()

    def edit() -> None:
        row_amend(
            row_id=row.pk,
            name=row.name,
            account="",
            amount="9000.00",
            remark="",
            actor=house.as_("maker"),
            now=house.now,
        )

    ends = at_once(edit, lambda: house.submit(batch_id))
    assert ends in (["NOT_EDITABLE", "done"], ["done", "done"])
    house.check(batch_id)
    work()
    assert house.payer_balance() == 100_000_000 - Batch.objects.system("test").get().total_fen


def released_during_a_freeze(house: House) -> tuple[str, str]:
    """What becomes of a batch whose release begins when the freeze of its payer is written but not yet committed."""
    batch_id = house.approved(house.file(["5000.00"]))

    def release() -> None:
        try:
            batch_release(batch_id=batch_id, key="release", actor=SYSTEM, now=house.now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            bankaccounts.account_move(
                account_id=house.payer_id, move="freeze", reason="法院冻结", actor=SYSTEM, now=house.now
            )
            deed = pool.submit(release)
            wait([deed], timeout=1)
        deed.result(PATIENCE)
    batch = Batch.objects.system("test").get(pk=batch_id)
    return batch.state, batch.outcome


def test_a_payer_frozen_at_the_very_moment_of_the_release_pays_nothing(house: House) -> None:
    assert released_during_a_freeze(house) == ("SCHEDULED", "P11")
    assert house.payer_balance() == 100_000_000


def test_without_the_lock_a_frozen_payer_would_pay(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above: a look without the lock sees the account as it was."""
    monkeypatch.setattr(bankaccounts, "payer_hold", lambda account_id: AccountStatus.NORMAL)
    assert released_during_a_freeze(house) == ("DISBURSING", "")
    assert house.payer_balance() == 99_500_000

"""Failed lines' money when the payer's account takes none: it waits at the bank, the batch ends (PY-7)."""

from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from apps.audit.models import AuditRow
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountClass, HolderKind, NewAccount
from apps.cases.models import Case
from apps.core.models import Job
from apps.daifutong.models import Batch, Row
from apps.daifutong.selectors import batch_detail
from apps.daifutong.services.batch_release import batch_release
from apps.ledger import api as ledger
from apps.ledger.models import Account
from apps.notify.models import Notice

from .cast import SYSTEM, House, build_house, work
from .test_other_bank import LOST, abroad, ask_bank


def move(house: House, account_id: UUID, name: str) -> None:
    with transaction.atomic():
        bankaccounts.account_move(account_id=account_id, move=name, reason="测试", actor=SYSTEM, now=house.now)


def released(house: House, amounts: list[str]) -> Batch:
    """A batch whose payer has been debited and whose last payee has been frozen since the approval."""
    batch_id = house.approved(house.file(amounts))
    batch_release(batch_id=batch_id, key=house.key(), actor=SYSTEM, now=house.now)
    move(house, house.staff[len(amounts) - 1].account_id, "freeze")
    return Batch.objects.system("test").get(pk=batch_id)


def look_again() -> None:
    """The time of the next look has come."""
    Job.objects.filter(kind="daifutong.return", state="DUE").update(due_at=datetime.now(UTC), woken_at=None)
    work()


def waiting(batch: Batch) -> int:
    """What the batch's own 2241.02 holds, in 分."""
    return Account.objects.get(owner_id=batch.pk, gl_code="2241.02").balance


def told(house: House) -> list[str]:
    mine = Notice.objects.system("test").filter(person_id=house.as_("maker").person_id)
    return sorted(mine.values_list("title", flat=True))


def states() -> list[str]:
    return list(Row.objects.system("test").order_by("number").values_list("state", flat=True))


def test_a_payer_frozen_in_the_middle_gets_its_returns_when_it_is_free_again(house: House) -> None:
    batch = released(house, ["5000.00", "6000.00"])
    move(house, house.payer_id, "freeze")
    work()
    batch.refresh_from_db()
    assert (batch.state, states(), batch.returned_fen) == ("PART_FAILED", ["PAID", "HELD"], 0)
    assert (ledger.balance(batch.transit), waiting(batch)) == (0, 600_000)
    assert house.payer_balance() == 100_000_000 - 1_100_000
    case = Case.objects.system("test").get(kind="daifutong.return.held")
    assert (case.state, case.unit_path, case.enterprise_id) == ("OPEN", house.unit_path, house.enterprise_id)
    assert told(house) == sorted(["代发部分失败", "代发退回款暂存银行"])
    assert batch_detail(house.as_("maker"), batch.pk, house.now).progress.percent == 100

    look_again()
    assert states() == ["PAID", "HELD"], "still frozen"

    move(house, house.payer_id, "unfreeze")
    look_again()
    batch.refresh_from_db()
    assert (batch.state, states(), batch.returned_fen) == ("PART_FAILED", ["PAID", "RETURNED"], 600_000)
    assert (waiting(batch), house.payer_balance()) == (0, 100_000_000 - 500_000)
    case.refresh_from_db()
    assert case.state == "CLOSED"
    assert told(house) == sorted(["代发退回款已入账", "代发部分失败", "代发退回款暂存银行"])
    assert AuditRow.objects.system("test").filter(action="daifutong.batch.returned").count() == 1
    look_again()
    assert house.payer_balance() == 100_000_000 - 500_000, "once"


def other_account(house: House, number: str) -> tuple[UUID, UUID]:
    with transaction.atomic():
        brief = bankaccounts.account_open(
            account=NewAccount(
                HolderKind.ENTERPRISE, house.enterprise_id, "演示制造", AccountClass.CORPORATE, number, True,
                house.unit_path,
            ),
            actor=SYSTEM,
            now=house.now,
        )  # fmt: skip
    return brief.id, brief.ledger_account_id


def test_a_payer_closed_in_the_middle_gets_its_returns_on_the_next_account_of_the_enterprise(house: House) -> None:
    poor = build_house(serial=1, staff=2, funds=1_100_000)
    batch = released(poor, ["5000.00", "6000.00"])
    move(poor, poor.payer_id, "close")
    work()
    batch.refresh_from_db()
    assert (batch.state, waiting(batch)) == ("PART_FAILED", 600_000)

    second, second_ledger = other_account(poor, "8901000999999999")
    move(poor, second, "stop_payment")
    look_again()
    assert (waiting(batch), ledger.balance(second_ledger)) == (600_000, 0), "an account that may take nothing"
    move(poor, second, "allow_payment")
    look_again()
    batch.refresh_from_db()
    assert (waiting(batch), ledger.balance(second_ledger), batch.returned_fen) == (0, 600_000, 600_000)
    assert set(Case.objects.system("test").values_list("state", flat=True)) == {"CLOSED"}


def test_a_second_account_is_no_way_around_a_freeze(house: House) -> None:
    _, second_ledger = other_account(house, "8901000999999999")
    batch = released(house, ["5000.00", "6000.00"])
    move(house, house.payer_id, "freeze")
    work()
    look_again()
    assert (waiting(batch), ledger.balance(second_ledger)) == (600_000, 0)


def test_a_doubt_that_ends_after_the_freeze_is_held_by_its_own_journal(house: House, simulator: object) -> None:
    batch_id = house.approved(house.file(["5000.00", "6000.00"], people=[house.staff[0], abroad(house, 1, LOST)]))
    work()
    batch = Batch.objects.system("test").get(pk=batch_id)
    move(house, house.payer_id, "freeze")
    ask_bank(house, batch, 3, days=1)
    batch.refresh_from_db()
    assert (batch.state, states(), waiting(batch)) == ("PART_FAILED", ["PAID", "HELD"], 600_000)
    deeds = AuditRow.objects.system("test").filter(action="daifutong.row.held")
    assert list(deeds.values_list("from_state", "to_state")) == [("FAILED", "HELD")]
    move(house, house.payer_id, "unfreeze")
    look_again()
    assert (states(), house.payer_balance()) == (["PAID", "RETURNED"], 100_000_000 - 500_000)

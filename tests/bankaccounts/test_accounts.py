"""Cards and accounts: opened by the rules of §1.1 and §2, found by number, moved by their lifecycle."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from apps.audit.models import AuditRow
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountClass, AccountStatus, HolderKind, NewAccount
from apps.bankaccounts.models import BankAccount
from apps.bankaccounts.rules import ACCOUNT
from apps.core import clock
from apps.core.actors import Actor, Relation
from apps.core.db import NoTransaction
from apps.core.errors import AppError, Conflict, IllegalMove, InvalidInput, NotFound
from apps.core.ids import new_id
from apps.core.invariants import faults
from apps.ledger import api as ledger
from fixtures.generators import OTHER_BIN, card_number
from fixtures.world import World
from tests.ledger.days import close_days

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("测试")


def wanted(serial: int = 1, **changes) -> NewAccount:
    account = NewAccount(
        HolderKind.PERSON, new_id(), "新客户", AccountClass.I, card_number(700_000 + serial), True, "/head/east/"
    )
    return replace(account, **changes)


def refused(world: World, *accounts: NewAccount) -> str:
    before = BankAccount.objects.system("test").count()
    with pytest.raises(AppError) as caught:
        bankaccounts.accounts_open(accounts=accounts, actor=SYSTEM, now=world.now)
    assert BankAccount.objects.system("test").count() == before
    return caught.value.code


def test_the_heroine_holds_36000_in_class_one(world: World) -> None:
    (brief,) = bankaccounts.accounts_of(holder_kind=HolderKind.PERSON, holder_id=world.person("xiaowen"))
    assert (brief.account_class, brief.status, brief.holder_name) == (AccountClass.I, AccountStatus.NORMAL, "李晓雯")
    assert bankaccounts.account_balance(brief.id) == 36_000_00
    assert brief.masked_number == world.card("xiaowen")[:6] + "*" * 9 + world.card("xiaowen")[-4:]


def test_an_account_opens_with_an_empty_ledger_account_that_cannot_go_below_zero(world: World) -> None:
    brief = bankaccounts.account_open(account=wanted(), actor=SYSTEM, now=world.now)
    assert ledger.balance(brief.ledger_account_id) == 0
    with pytest.raises(ledger.InsufficientFunds), transaction.atomic():
        ledger.post(
            key="test", kind="test", summary="试", now=world.now,
            legs=[(brief.ledger_account_id, -1), (ledger.house_account("3001.02"), 1)],
        )  # fmt: skip
    row = AuditRow.objects.system("test").get(action="bankaccounts.account.opened", subject_id=brief.id)
    assert row.detail == {"class": "I", "tail4": card_number(700_001)[-4:]}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("62", "E_ACCOUNT"),
        ("6290000000007000013x", "E_ACCOUNT"),
        (card_number(700_001)[:-1] + str((int(card_number(700_001)[-1]) + 1) % 10), "E_LUHN"),
        (card_number(1, bin_prefix=OTHER_BIN), "E_BIN"),
    ],
)
def test_a_number_must_be_a_card_of_this_bank(world: World, number: str, code: str) -> None:
    assert refused(world, wanted(number=number)) == code


def test_an_account_of_an_enterprise_is_no_card(world: World) -> None:
    corporate = wanted(
        holder_kind=HolderKind.ENTERPRISE, account_class=AccountClass.CORPORATE, number="801000000000099"
    )
    assert bankaccounts.account_open(account=corporate, actor=SYSTEM, now=world.now).class_label == "单位结算账户"


@pytest.mark.parametrize(("account_class", "most"), [(AccountClass.I, 1), (AccountClass.II, 5), (AccountClass.III, 5)])
def test_a_person_holds_so_many_of_a_class_at_one_bank(world: World, account_class: AccountClass, most: int) -> None:
    holder = new_id()
    some = [wanted(n, holder_id=holder, account_class=account_class) for n in range(most + 1)]
    assert refused(world, *some) == "CLASS_COUNT"
    bankaccounts.accounts_open(accounts=some[:most], actor=SYSTEM, now=world.now)
    assert refused(world, some[most]) == "CLASS_COUNT"


def test_a_closed_account_makes_room(world: World) -> None:
    holder = new_id()
    first = bankaccounts.account_open(account=wanted(1, holder_id=holder), actor=SYSTEM, now=world.now)
    bankaccounts.account_move(account_id=first.id, move="close", reason="换卡", actor=SYSTEM, now=world.now)
    bankaccounts.account_open(account=wanted(2, holder_id=holder), actor=SYSTEM, now=world.now)


def test_the_database_refuses_a_second_class_one_a_twin_number_and_a_wrong_holder(world: World) -> None:
    row = BankAccount.objects.system("test").get(holder_id=world.person("xiaowen"))
    other = BankAccount.objects.system("test").get(holder_id=world.person("guilan"))
    rows = BankAccount.objects.system("test").filter(pk=other.pk)
    for columns, constraint in (
        ({"holder_id": row.holder_id}, "bankaccounts_one_class_one"),
        ({"number_index": row.number_index}, "number_index"),
        ({"account_class": AccountClass.CORPORATE}, "bankaccounts_class_of_holder"),
        ({"status": AccountStatus.CLOSED}, "bankaccounts_closed_on"),
        ({"status": "GONE"}, "bankaccounts_status"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            rows.update(**columns)


def test_accounts_are_found_by_number_in_one_query(world: World, django_assert_num_queries) -> None:
    numbers = [
        world.card("xiaowen"),
        world.special_card("frozen"),
        world.firm_account("morningstar"),
        card_number(5_000),
    ]
    with django_assert_num_queries(1):
        found = bankaccounts.accounts_by_numbers(numbers)
    assert set(found) == set(numbers[:3])
    assert found[numbers[0]].holder_id == world.person("xiaowen")
    assert found[numbers[1]].status == AccountStatus.FROZEN
    assert (found[numbers[2]].holder_kind, found[numbers[2]].account_class) == ("enterprise", "CORPORATE")
    assert numbers[3] not in found


def test_numbers_do_not_stand_in_the_table(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bankaccounts_bankaccount WHERE position(%s in number) > 0",
                       [world.card("xiaowen").encode()])  # fmt: skip
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("key", ["frozen", "stopped", "dormant", "lost", "closed"])
def test_what_a_status_does_not_allow_is_refused_without_a_trace(world: World, key: str) -> None:
    facts = bankaccounts.accounts_by_numbers([world.special_card(key)])[world.special_card(key)]
    allowed = {move.name for move in ACCOUNT.leaving(facts.status)}
    before = AuditRow.objects.system("test").count()
    for move in {move.name for move in ACCOUNT.moves} - allowed:
        with pytest.raises(IllegalMove):
            bankaccounts.account_move(account_id=facts.id, move=move, reason="试", actor=SYSTEM, now=world.now)
    assert AuditRow.objects.system("test").count() == before
    assert bankaccounts.accounts_by_numbers([world.special_card(key)])[world.special_card(key)] == facts


def test_an_account_with_money_is_not_closed(world: World) -> None:
    (brief,) = bankaccounts.accounts_of(holder_kind=HolderKind.PERSON, holder_id=world.person("xiaowen"))
    with pytest.raises(Conflict) as caught:
        bankaccounts.account_move(account_id=brief.id, move="close", reason="销户", actor=SYSTEM, now=world.now)
    assert caught.value.code == "NOT_EMPTY"


def test_an_account_closes_with_its_interest_which_goes_to_another_one_of_its_holder(world: World) -> None:
    holder, house = new_id(), ledger.house_account("3001.01")
    both = wanted(1, holder_id=holder), wanted(2, holder_id=holder, account_class=AccountClass.II)
    ending, other = (bankaccounts.account_open(account=one, actor=SYSTEM, now=world.now) for one in both)
    (stranger,) = bankaccounts.accounts_of(holder_kind=HolderKind.PERSON, holder_id=world.person("xiaowen"))

    def move_money(fen: int) -> None:
        legs = [(ending.ledger_account_id, fen), (house, -fen)]
        ledger.post(key=f"test:{fen}", kind="test", summary="试", now=clock.read(), legs=legs)

    def close(to: UUID | None) -> None:
        bankaccounts.account_move(
            account_id=ending.id, move="close", reason="换卡", actor=SYSTEM, now=clock.read(), interest_to=to
        )

    move_money(36_000_00)
    close_days()
    move_money(-36_000_00)
    for wrong in (stranger.id, ending.id, new_id()):
        with pytest.raises(NotFound), transaction.atomic():
            close(wrong)
    with pytest.raises(ledger.LedgerRefused, match="LEDGER_INTEREST_OWED"), transaction.atomic():
        close(None)
    close(other.id)
    assert [bankaccounts.account_balance(account.id) for account in (ending, other)] == [0, 5]
    row = AuditRow.objects.system("test").get(action="bankaccounts.account.closed", subject_id=ending.id)
    assert row.detail == {"reason": "换卡", "tail4": ending.masked_number[-4:], "interest_fen": 5}
    assert list(faults()) == []


def test_a_move_leaves_its_row(world: World) -> None:
    (brief,) = bankaccounts.accounts_of(holder_kind=HolderKind.PERSON, holder_id=world.person("xiaowen"))
    mine = world.actor("xiaowen", relation=Relation.SELF)
    status = bankaccounts.account_move(
        account_id=brief.id, move="report_loss", reason="手机上挂失", actor=mine, now=world.now
    )
    assert status == AccountStatus.LOST
    row = AuditRow.objects.system("test").get(action="bankaccounts.account.loss_reported", subject_id=brief.id)
    assert (row.from_state, row.to_state, row.person_id) == ("NORMAL", "LOST", world.person("xiaowen"))


def test_somebody_elses_account_is_not_found(world: World) -> None:
    (brief,) = bankaccounts.accounts_of(holder_kind=HolderKind.PERSON, holder_id=world.person("guilan"))
    mine = world.actor("xiaowen", relation=Relation.SELF)
    with pytest.raises(NotFound):
        bankaccounts.account_move(account_id=brief.id, move="report_loss", reason="", actor=mine, now=world.now)


def test_a_malformed_number_says_what_is_wrong(world: World) -> None:
    with pytest.raises(InvalidInput) as caught:
        bankaccounts.account_open(account=wanted(number="1"), actor=SYSTEM, now=world.now)
    assert caught.value.fields == {"number": "账号应为 13 至 19 位数字"}


@pytest.mark.django_db(transaction=True)
def test_without_the_callers_transaction_nothing_is_opened(world: World) -> None:
    with pytest.raises(NoTransaction):
        bankaccounts.account_open(account=wanted(), actor=SYSTEM, now=world.now)
    with pytest.raises(NoTransaction):
        bankaccounts.payees_hold(set())

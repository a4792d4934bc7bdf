"""Entries by what is asked for, a month by kinds, and what the enterprise says of a month's end."""

from datetime import date

import pytest

from apps.bankaccounts.choices import ENTRY_KINDS
from apps.bankaccounts.models import BalanceConfirmation, BankAccount
from apps.bankaccounts.selectors import confirmations_for_enterprise, entries_for_member, month_for_member
from apps.bankaccounts.services.balance_confirm import balance_confirm
from apps.cases.models import Case
from apps.core.actors import Actor, Relation
from apps.core.errors import AppError, IllegalMove, NotFound
from apps.ledger import api as ledger
from fixtures.world import World

pytestmark = pytest.mark.django_db
MONTH = date(2026, 2, 1)
ALL = {"kind": "", "side": "", "first": None, "last": None, "text": "", "page": 1}


@pytest.fixture
def mine(world: World) -> Actor:
    return world.actor("xiaowen", relation=Relation.SELF)


@pytest.fixture
def account(world: World) -> BankAccount:
    return BankAccount.objects.system("test").get(holder_id=world.person("xiaowen"))


def found(actor: Actor, account: BankAccount, **asked):
    return entries_for_member(actor, account.pk, **ALL | asked)


def test_every_filter_finds_what_fits_and_nothing_else(world: World, mine: Actor, account: BankAccount) -> None:
    everything = ledger.entries_of(account.ledger_account_id)
    assert found(mine, account).lines == everything
    for asked, fits in (
        ({"side": "in"}, lambda line: line.amount > 0),
        ({"side": "out"}, lambda line: line.amount < 0),
        ({"kind": "wages"}, lambda line: line.kind.startswith("daifutong.")),
        ({"kind": "other"}, lambda line: not line.kind.startswith(
            tuple(prefix for one in ENTRY_KINDS.values() for prefix in one.prefixes))),
        ({"text": "消费"}, lambda line: "消费" in line.summary),
        ({"first": MONTH, "last": date(2026, 2, 28)}, lambda line: f"{line.business_date:%Y-%m}" == "2026-02"),
    ):  # fmt: skip
        lines = found(mine, account, **asked).lines
        assert lines == tuple(filter(fits, everything)) and lines, asked
    assert found(mine, account, text="没有这样的摘要").total == 0
    assert found(world.actor("guilan", relation=Relation.SELF), account) is None


def test_a_month_by_kinds_adds_up_to_what_moved(mine: Actor, account: BankAccount) -> None:
    first, last = date(2026, 2, 1), date(2026, 2, 28)
    summary = month_for_member(mine, account.pk, first=first, last=last)
    sheet, _ = ledger.period_page(account.ledger_account_id, first=first, last=last)
    assert (summary.came, summary.went) == (sheet.credit, sheet.debit)
    assert sum(line.count for line in summary.lines) == sheet.credits + sheet.debits
    assert "工资代发" in [line.label for line in summary.lines]


@pytest.fixture
def firm(world: World) -> BankAccount:
    return BankAccount.objects.system("test").get(holder_id=world.morningstar)


def say(world: World, firm: BankAccount, agrees: bool, note: str = "", month: date = MONTH, who: str = "checker"):
    balance_confirm(account_id=firm.pk, month=month, agrees=agrees, note=note, actor=world.actor(who), now=world.now)


def test_a_month_that_is_over_is_confirmed_with_its_balance(world: World, firm: BankAccount) -> None:
    say(world, firm, True)
    row = BalanceConfirmation.objects.system("test").get()
    assert (row.state, row.balance_fen) == ("AGREED", ledger.balance_on(firm.ledger_account_id, date(2026, 2, 28)))
    waiting = [line.month for line in confirmations_for_enterprise(world.actor("checker"), world.now) if not line.state]
    assert MONTH not in waiting and date(2026, 1, 1) in waiting
    with pytest.raises(IllegalMove):
        say(world, firm, False, "改主意")


def test_what_does_not_agree_is_a_case_that_ends_when_it_does(world: World, firm: BankAccount) -> None:
    say(world, firm, False, "少一笔利息")
    case = Case.objects.system("test").get(kind="bankaccounts.confirmation.differs")
    assert (case.state, case.unit_path, "利息" in case.title + case.detail) == ("OPEN", firm.unit_path, False)
    say(world, firm, False, "少两笔利息")
    say(world, firm, True)
    case.refresh_from_db()
    assert case.state == "CLOSED"


@pytest.mark.parametrize(("month", "agrees", "note", "code"), [
    (date(2026, 3, 1), True, "", "MONTH"), (date(2026, 2, 2), True, "", "MONTH"), (MONTH, False, " ", "NOTE"),
    (date(2020, 1, 1), True, "", "MONTH"), (MONTH, False, "长" * 201, "NOTE"),
])  # fmt: skip
def test_what_cannot_be_said_is_refused(world: World, firm: BankAccount, month, agrees, note, code) -> None:
    with pytest.raises(AppError) as caught:
        say(world, firm, agrees, note, month)
    assert caught.value.code == code


def test_nobody_confirms_for_another_enterprise(world: World, firm: BankAccount) -> None:
    with pytest.raises(NotFound):
        say(world, firm, True, who="foreign_hr")

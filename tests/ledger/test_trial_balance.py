"""The whole books as accountants read them: they balance on every day, and every figure leads to its legs."""

from datetime import timedelta

import pytest
from django.db import transaction

from apps.core.actors import Actor, Relation, Surface
from apps.core.errors import Forbidden, NotFound
from apps.core.ids import new_id
from apps.ledger import api as ledger
from apps.ledger.selectors import books
from apps.ledger.services.hot_fold import hot_fold

from .books import CLEARING, NOW, PERSONAL, TRANSIT, batch, funded, opened, posted, reversed_

pytestmark = pytest.mark.django_db
DAY = NOW.business_date


def of_unit(path: str) -> Actor:
    return Actor(surface=Surface.CONSOLE, unit_path=path, relation=Relation.UNIT)


@pytest.fixture
def head() -> Actor:
    return of_unit("/head/")


def test_each_code_has_its_opening_its_turnover_and_its_closing(head: Actor) -> None:
    payer, payee = funded(500), opened()
    posted((payer, -30), (payee, 30))
    balance = books.trial_balance(head, day=DAY)
    lines = {line.code: line for line in balance.lines}
    assert balance.is_balanced
    assert (lines[PERSONAL].opening, lines[PERSONAL].debit, lines[PERSONAL].credit, lines[PERSONAL].closing) == (
        0, 30, 530, 500,
    )  # fmt: skip
    assert (lines[CLEARING].debit, lines[CLEARING].closing) == (500, -500)
    assert (balance.total.debit, balance.total.credit) == (530, 530)


def test_it_is_the_same_before_and_after_a_fold(head: Actor) -> None:
    funded(500)
    before = books.trial_balance(head, day=DAY)
    with transaction.atomic():
        assert hot_fold(now=NOW) == 1
    assert books.trial_balance(head, day=DAY) == before


def test_the_day_before_knows_nothing_of_today_and_the_day_after_opens_with_it(head: Actor) -> None:
    funded(500)
    yesterday, tomorrow = (books.trial_balance(head, day=DAY + timedelta(days=step)) for step in (-1, 1))
    assert {line.closing for line in yesterday.lines} == {0}
    opening = {line.code: (line.opening, line.debit, line.credit) for line in tomorrow.lines}
    assert (opening[PERSONAL], opening[CLEARING]) == ((500, 0, 0), (-500, 0, 0))
    assert yesterday.is_balanced and tomorrow.is_balanced


def test_points_have_a_balance_of_their_own(head: Actor) -> None:
    issued = ledger.open_account(owner_kind="union", owner_id=new_id(), gl_code="9201", on=DAY, asset="P-DEMO")
    posted((issued, -50), (opened("9202", asset="P-DEMO"), 50), asset="P-DEMO")
    assert books.assets_kept() == ("CNY", "P-DEMO")
    assert {line.code: line.closing for line in books.trial_balance(head, day=DAY, asset="P-DEMO").lines} == {
        "9201": -50,
        "9202": 50,
    }


def test_from_a_code_down_to_the_legs(head: Actor) -> None:
    transit, payees = funded(600, TRANSIT), [opened() for _ in range(60)]
    journal = batch(transit, *((payee, 10) for payee in payees)).journal_id
    name, accounts, total = books.accounts_under(head, PERSONAL, asset="CNY", page=2)
    assert (name, total, len(accounts)) == ("个人活期存款", 60, 10)
    code, _, line = books.account_line(head, payees[0])
    assert (code, line.balance) == (PERSONAL, 10)
    sheet = books.journal_sheet(head, journal, page=1)
    assert (sheet.total, sheet.leg_count, len(sheet.legs)) == (600, 61, 50)
    assert (sheet.legs[0].account_id, sheet.legs[0].debit, sheet.legs[0].credit) == (transit, 600, None)
    undone = reversed_(journal).journal_id
    assert books.journal_sheet(head, journal, page=1).reversed_by == (undone,)
    assert books.journal_sheet(head, undone, page=1).reverses == journal


def test_what_is_not_there_is_not_found(head: Actor) -> None:
    with pytest.raises(NotFound):
        books.accounts_under(head, "9999", asset="CNY", page=1)
    with pytest.raises(NotFound):
        books.account_line(head, new_id())
    with pytest.raises(NotFound):
        books.journal_sheet(head, new_id(), page=1)


def test_a_branch_does_not_read_the_whole_banks_books() -> None:
    branch = of_unit("/head/east/")
    for read in (
        lambda: books.trial_balance(branch, day=DAY),
        lambda: books.accounts_under(branch, PERSONAL, asset="CNY", page=1),
        lambda: books.account_line(branch, opened()),
        lambda: books.journal_sheet(branch, new_id(), page=1),
    ):
        with pytest.raises(Forbidden) as refused:
            read()
        assert refused.value.code == "HEAD_OFFICE"

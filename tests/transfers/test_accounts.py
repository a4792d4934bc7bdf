"""Stopping, reporting lost, bringing back and closing one's own account."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountClass, HolderKind, NewAccount
from apps.bankaccounts.models import BankAccount
from apps.bankaccounts.services.accounts_sleep import accounts_sleep
from apps.core.errors import Conflict, IllegalMove, NotFound, StepUpRequired
from apps.identity import api as identity
from apps.ledger import api as ledger
from apps.transfers.selectors import closing_facts
from apps.transfers.services.account_close import account_close
from fixtures.generators import card_number

from .stage import OUT, SILENT, Purse

pytestmark = pytest.mark.django_db


def status(purse: Purse) -> str:
    return BankAccount.objects.system("test").get(pk=purse.account.pk).status


def guard(purse: Purse, move: str) -> None:
    bankaccounts.account_guard(account_id=purse.account.pk, move=move, actor=purse.actor, now=purse.world.now)


def confirmed(purse: Purse, deed) -> None:
    with pytest.raises(StepUpRequired) as asked:
        deed()
    identity.step_up_confirm(actor=purse.actor, digest=asked.value.digest, pin=purse.world.pin, now=purse.world.now)
    deed()


@pytest.mark.parametrize(("move", "state"), [("self_stop", "SELF_STOP"), ("report_loss", "LOST")])
def test_stopped_at_a_touch_and_brought_back_only_after_pin_and_check(purse: Purse, move: str, state: str) -> None:
    guard(purse, move)
    assert status(purse) == state
    confirmed(
        purse,
        lambda: bankaccounts.account_restore(account_id=purse.account.pk, actor=purse.actor, now=purse.world.now),
    )
    assert status(purse) == "NORMAL"


def test_a_stop_by_the_bank_is_not_undone_by_the_holder(purse: Purse) -> None:
    for move, back in (("stop_payment", "allow_payment"), ("freeze", "unfreeze")):
        said = {"account_id": purse.account.pk, "reason": "试", "actor": purse.actor, "now": purse.world.now}
        bankaccounts.account_move(move=move, **said)
        with pytest.raises(Conflict, match="RESTORE"):
            bankaccounts.account_restore(account_id=purse.account.pk, actor=purse.actor, now=purse.world.now)
        with pytest.raises(IllegalMove):
            guard(purse, "self_stop")
        bankaccounts.account_move(move=back, **said)


def test_somebody_elses_account_cannot_be_stopped(purse: Purse) -> None:
    other = BankAccount.objects.system("test").get(holder_id=purse.world.person("guilan"))
    with pytest.raises(NotFound):
        bankaccounts.account_guard(account_id=other.pk, move="self_stop", actor=purse.actor, now=purse.world.now)


def second(purse: Purse) -> BankAccount:
    brief = bankaccounts.account_open(
        account=NewAccount(
            HolderKind.PERSON, purse.actor.person, purse.account.holder_name, AccountClass.II, card_number(800_001),
            False, "/head/east/",
        ),
        actor=purse.actor, now=purse.world.now,
    )  # fmt: skip
    return BankAccount.objects.system("test").get(pk=brief.id)


def test_an_account_that_nobody_has_used_for_six_months_sleeps_and_wakes_by_a_check(purse: Purse) -> None:
    unused = second(purse)
    for days, state in ((183, "NORMAL"), (184, "DORMANT")):
        then = replace(purse.world.now, business_date=purse.world.now.business_date + timedelta(days=days))
        with transaction.atomic():
            accounts_sleep(then, 0)
        unused.refresh_from_db()
        assert unused.status == state
    assert status(purse) == "NORMAL", "one that has moved is left"
    confirmed(purse, lambda: bankaccounts.account_restore(account_id=unused.pk, actor=purse.actor, now=purse.world.now))
    unused.refresh_from_db()
    assert unused.status == "NORMAL"


def test_what_stands_in_the_way_is_listed_with_the_way_to_mend_it(purse: Purse) -> None:
    purse.move(OUT, purse.card(SILENT), 1_00)
    guard(purse, "self_stop")
    blocks = closing_facts(purse.actor, purse.account.pk, purse.world.now).blocks
    assert [(block.code, block.route) for block in blocks] == [
        ("STATUS", "mobile:account_manage"), ("UNDER_WAY", "mobile:transfer_list"),
        ("NOT_EMPTY", "mobile:transfer_new"),
    ]  # fmt: skip
    with pytest.raises(Conflict, match="STATUS"):
        account_close(account_id=purse.account.pk, actor=purse.actor, now=purse.world.now)


def test_an_empty_account_closes_by_step_up(purse: Purse) -> None:
    account = second(purse)
    confirmed(purse, lambda: account_close(account_id=account.pk, actor=purse.actor, now=purse.world.now))
    account.refresh_from_db()
    assert (account.status, account.closed_on) == ("CLOSED", purse.world.now.business_date)
    with pytest.raises(ledger.LedgerRefused), transaction.atomic():
        ledger.post(
            key="t", kind="t", summary="试", now=purse.world.now,
            legs=[(account.ledger_account_id, 1), (ledger.house_account("3001.02"), -1)],
        )  # fmt: skip

"""Closing one's only account: what it has earned goes to a bound card; what stands in the way is told."""

from dataclasses import replace

import pytest

from apps.bankaccounts.models import BankAccount, BoundCard
from apps.cases.models import Case
from apps.core import clock
from apps.core.errors import Conflict, StepUpRequired
from apps.core.invariants import faults
from apps.core.models import CloseStep
from apps.corebank.models import CoreMessage
from apps.daifutong.models import Batch, Row
from apps.identity import api as identity
from apps.ledger import api as ledger
from apps.notify.models import Notice
from apps.transfers.models import Transfer
from apps.transfers.selectors import closing_facts, transfer_for_member
from apps.transfers.services.account_close import account_close
from tests.access import make
from tests.access.browser import undone
from tests.daifutong.cast import work
from tests.ledger.days import close_days

from .stage import OUT, REFUSED, SILENT, Purse

pytestmark = pytest.mark.django_db
EARNED = 5  # 分: 36,000.00 yuan for one day at 0.05 % a year of 360 days


def a_day_later(purse: Purse) -> Purse:
    close_days()
    return replace(purse, world=_Later(purse.world))


class _Later:
    """The story on the day that is open now."""

    def __init__(self, world) -> None:
        self._world, self.now = world, clock.read()

    def __getattr__(self, name: str):
        return getattr(self._world, name)


def codes(purse: Purse) -> list[str]:
    return [block.code for block in closing_facts(purse.actor, purse.account.pk, purse.world.now).blocks]


def close(purse: Purse) -> dict[str, str]:
    """Closes the account; gives what the sheet has shown."""
    said = {"account_id": purse.account.pk, "actor": purse.actor, "now": purse.world.now}
    with pytest.raises(StepUpRequired) as asked:
        account_close(**said)
    identity.step_up_confirm(actor=purse.actor, digest=asked.value.digest, pin=purse.world.pin, now=purse.world.now)
    account_close(**said)
    work()
    return asked.value.shown


def interest_of(purse: Purse) -> Transfer:
    return Transfer.objects.system("test").get(is_interest=True)


@pytest.fixture
def leaving(purse: Purse) -> Purse:
    """The account is empty on the day after, and its only card is one of another bank."""
    later = a_day_later(purse)
    later.move(OUT, later.card(), later.balance())
    return later


def test_the_interest_of_the_only_account_goes_to_the_bound_card(leaving: Purse) -> None:
    shown = close(leaving)
    row = interest_of(leaving)
    assert shown["利息"] == f"0.05 元,转入他行储蓄卡 尾号 {row.card.tail4}"
    account = BankAccount.objects.system("test").get(pk=leaving.account.pk)
    assert (account.status, row.state, row.amount_fen) == ("CLOSED", "SUCCEEDED", EARNED)
    assert ledger.balance(row.transit_ledger_id) == 0
    assert CoreMessage.objects.system("test").get(reference=row.reference).amount == EARNED
    view = transfer_for_member(leaving.actor, row.pk, leaving.world.now)
    assert view is not None and view.direction_label == "销户利息"
    assert list(faults()) == []


def test_interest_that_the_card_does_not_take_waits_at_the_bank_under_a_case(leaving: Purse) -> None:
    leaving.card(REFUSED)
    BoundCard.objects.system("test").filter(person_id=leaving.actor.person).exclude(
        number_index=BoundCard.objects.system("test").latest("pk").number_index
    ).update(state="UNBOUND", unbound_at=leaving.world.now.wall)
    close(leaving)
    row = interest_of(leaving)
    assert (row.state, ledger.balance(row.transit_ledger_id)) == ("FAILED", 0)
    assert ledger.balance(ledger.house_account("2241.09")) == EARNED
    assert Case.objects.system("test").get(subject_id=row.pk).kind == "transfers.interest"
    note = Notice.objects.system("test").filter(kind="transfers.transfer").latest("created_at")
    assert "到任一网点领取" in note.body
    assert list(faults()) == []


def test_without_a_card_that_takes_it_the_interest_stands_in_the_way(leaving: Purse) -> None:
    BoundCard.objects.system("test").filter(person_id=leaving.actor.person).update(
        state="UNBOUND", unbound_at=leaving.world.now.wall
    )
    assert codes(leaving) == ["INTEREST_OWED"]
    with pytest.raises(Conflict, match="INTEREST_OWED"):
        account_close(account_id=leaving.account.pk, actor=leaving.actor, now=leaving.world.now)


def test_wages_on_their_way_stand_in_the_way_until_they_are_there(purse: Purse) -> None:
    with undone():  # a batch out of nowhere, which the books would not know
        batch = make.batch(purse.world.member("xiaowen").enterprise_id, "工资", purse.world.now)
        line = make.row(batch, 1)
        Row.objects.system("test").filter(pk=line.pk).update(payee_account_id=purse.account.pk)
        assert "WAGES_EXPECTED" not in codes(purse), "nobody has approved it yet"
        for state, expected in (("SCHEDULED", True), ("CANCELLED", False)):
            Batch.objects.system("test").filter(pk=batch.pk).update(state=state)
            assert ("WAGES_EXPECTED" in codes(purse)) == expected, state


def test_the_close_of_the_day_tells_which_transfers_are_on_their_way(purse: Purse) -> None:
    transfer = purse.move(OUT, purse.card(SILENT), 30_00)
    close_days()
    report = CloseStep.objects.filter(job="transfers.under_way").latest("business_date").report
    assert report["sentence"] == "1 笔转账结转,其中 1 笔状态未知,共 30.00 元"
    assert report["cases"] == [str(Case.objects.system("test").get(subject_id=transfer.pk).pk)]

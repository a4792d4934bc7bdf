"""转入 and 转出: the money moves once, waits in doubt, or comes back once; limits hold in the same transaction."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from apps.agreements import api as agreements
from apps.audit.models import AuditRow
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.models import BankAccount
from apps.cases.models import Case
from apps.core.errors import AppError, NotFound, StepUpRequired
from apps.core.invariants import faults
from apps.corebank import api as corebank
from apps.corebank.models import CoreMessage
from apps.ledger import api as ledger
from apps.ledger.models import Account, Journal
from apps.notify.models import Notice
from apps.risk.models import LimitUse
from apps.transfers.models import Transfer
from apps.transfers.services.transfer_make import transfer_make
from apps.transfers.services.transfer_resolve import transfer_bounce, transfer_call, transfer_doubt, transfer_resolve
from tests.daifutong.cast import work
from tests.identity.devices import on_device
from tests.ledger.test_clearing import BEPS, file

from .stage import IN, LATE, LOST, OUT, POOR, REFUSED, SILENT, Purse, ask_bank

pytestmark = pytest.mark.django_db

FEN = 900_00
OPENING = 36_000_00


def refused(purse: Purse, *args, **more) -> AppError:
    before, held = Transfer.objects.system("test").count(), purse.balance()
    with pytest.raises(AppError) as caught:
        purse.ask(*args, **more)
    assert (Transfer.objects.system("test").count(), purse.balance()) == (before, held)
    return caught.value


def used(flow: str = "out") -> int:
    return sum(LimitUse.objects.filter(flow=flow, dimension="customer").values_list("used_fen", flat=True))


def test_money_goes_out_to_a_card_of_another_bank(purse: Purse) -> None:
    transfer = purse.move(OUT, purse.card(), FEN)
    assert (transfer.state, transfer.code, purse.balance()) == ("SUCCEEDED", "P00", OPENING - FEN)
    assert ledger.balance(transfer.transit_ledger_id) == 0
    message = CoreMessage.objects.system("test").get(reference=transfer.reference)
    assert (message.kind, message.state, message.attempts) == ("PAYMENT", "SUCCEEDED", 1)
    deeds = AuditRow.objects.system("test").filter(subject_id=transfer.pk)
    assert {row.action.rpartition(".")[2] for row in deeds} == {"made", "succeeded"}
    note = Notice.objects.system("test").get(kind="transfers.transfer")
    assert (note.title, "900" in note.body) == ("转账成功", False)


def test_money_comes_in_from_a_card_of_another_bank(purse: Purse) -> None:
    transfer = purse.move(IN, purse.card(), FEN)
    assert (transfer.state, transfer.transit_ledger_id, purse.balance()) == ("SUCCEEDED", None, OPENING + FEN)
    assert CoreMessage.objects.system("test").get(reference=transfer.reference).kind == "COLLECTION"


def test_between_accounts_here_it_moves_at_once_and_no_other_bank_hears_of_it(purse: Purse) -> None:
    other = BankAccount.objects.system("test").get(holder_id=purse.world.person("guilan"))
    BankAccount.objects.system("test").filter(pk=other.pk).update(account_class="II", holder_id=purse.actor.person)
    card = purse.card(own_account=other, bank_code="")
    held = ledger.balance(other.ledger_account_id)
    transfer = purse.move(OUT, card, FEN, method="PIN")
    assert (transfer.state, purse.balance()) == ("SUCCEEDED", OPENING - FEN)
    assert purse.move(IN, card, 1_00).state == "SUCCEEDED"
    assert ledger.balance(other.ledger_account_id) == held + FEN - 1_00
    assert not CoreMessage.objects.system("test").filter(reference=transfer.reference).exists()
    assert used() == 0, "what goes to an account here is not counted (AC-7)"


@pytest.mark.parametrize(
    ("direction", "marker", "code"), [(OUT, REFUSED, "P15"), (IN, REFUSED, "P15"), (IN, POOR, "P10")]
)
def test_a_refusal_leaves_the_account_as_it_was_and_the_limits_free(purse: Purse, direction, marker, code) -> None:
    transfer = purse.move(direction, purse.card(marker), FEN)
    assert (transfer.state, transfer.code, purse.balance(), used()) == ("FAILED", code, OPENING, 0)
    assert Notice.objects.system("test").get(kind="transfers.transfer").title == "转账未成功"


@pytest.mark.parametrize(("direction", "moved"), [(OUT, -FEN), (IN, FEN)])
def test_a_late_success_counts_once_however_often_it_is_heard(purse: Purse, direction, moved: int) -> None:
    transfer = purse.move(direction, purse.card(LATE), FEN)
    assert (transfer.state, transfer.code) == ("IN_DOUBT", "P14")
    assert purse.balance() == OPENING - (FEN if direction == OUT else 0), "转出 waits in transit, 转入 is not here yet"
    case = Case.objects.system("test").get(subject_id=transfer.pk)
    for _ in range(3):
        transfer = ask_bank(purse.world, transfer)
        with transaction.atomic():
            transfer_resolve(reference=transfer.reference, code="P00", now=purse.world.now)
            transfer_doubt(reference=transfer.reference, now=purse.world.now)
    assert (transfer.state, purse.balance()) == ("SUCCEEDED", OPENING + moved)
    case.refresh_from_db()
    assert case.state == "CLOSED"


def test_not_found_is_no_failure_before_the_banks_day_is_over_and_then_comes_back_once(purse: Purse) -> None:
    transfer = purse.move(OUT, purse.card(LOST), FEN)
    assert ask_bank(purse.world, transfer).state == "IN_DOUBT"
    assert (purse.balance(), used()) == (OPENING - FEN, FEN)
    for _ in range(2):
        transfer = ask_bank(purse.world, transfer, days=1)
    assert (transfer.state, transfer.code, purse.balance(), used()) == ("FAILED", "P99", OPENING, 0)
    assert ledger.balance(transfer.transit_ledger_id) == 0


def bounce(purse: Purse, transfer: Transfer) -> None:
    """The bank's file of the next day has it come back; nobody has heard of it yet."""
    day = purse.world.now.business_date + timedelta(days=1)
    file((transfer.reference, -FEN), day=day)
    assert corebank.resolve_by_statement(account=BEPS, day=day, now=purse.world.now) == 1


def test_what_comes_back_on_a_later_day_is_on_the_account_again_once(purse: Purse) -> None:
    transfer = purse.move(OUT, purse.card(), FEN)
    bounce(purse, transfer)
    work()
    transfer.refresh_from_db()
    assert (transfer.state, transfer.code, purse.balance(), used()) == ("FAILED", "P99", OPENING, 0)
    assert ledger.balance(transfer.transit_ledger_id) == 0
    with transaction.atomic():
        transfer_bounce(reference=transfer.reference, now=purse.world.now)
    assert purse.balance() == OPENING
    assert AuditRow.objects.system("test").filter(action="transfers.transfer.bounced").count() == 1
    assert "转账未成功" in Notice.objects.system("test").values_list("title", flat=True)
    assert list(faults()) == []


def test_what_comes_back_before_its_success_was_heard_takes_that_first(purse: Purse) -> None:
    transfer = purse.move(OUT, purse.card(LATE), FEN)
    minute_later = replace(purse.world.now, wall=purse.world.now.wall + timedelta(seconds=60))
    corebank.query_payment(reference=transfer.reference, now=minute_later)
    bounce(purse, transfer)
    with transaction.atomic():
        transfer_bounce(reference=transfer.reference, now=purse.world.now)
    work()
    transfer.refresh_from_db()
    assert (transfer.state, purse.balance()) == ("FAILED", OPENING)
    keys = Journal.objects.filter(idempotency_key__endswith=transfer.reference).values_list("kind", flat=True)
    assert sorted(keys) == ["transfers.back", "transfers.bounce", "transfers.out", "transfers.paid"]


def test_what_comes_back_for_an_account_that_was_closed_meanwhile_waits_for_people(purse: Purse) -> None:
    transfer = purse.move(OUT, purse.card(), FEN)
    own = BankAccount.objects.system("test").filter(pk=purse.account.pk)
    own.update(status="CLOSED", closed_on=purse.world.now.business_date)  # with money on it, which nobody could do
    bounce(purse, transfer)
    work()
    own.update(status="NORMAL", closed_on=None)
    transfer.refresh_from_db()
    assert (transfer.state, purse.balance()) == ("FAILED", OPENING - FEN)
    assert ledger.balance(ledger.house_account("2241.09")) == FEN
    assert Case.objects.system("test").get(kind="transfers.closed").subject_id == transfer.pk


def test_a_bank_that_stays_silent_keeps_the_money_in_transit_and_calls_people_once(purse: Purse) -> None:
    transfer = purse.move(OUT, purse.card(SILENT), FEN)
    for _ in range(2):
        with transaction.atomic():
            transfer_call(kind="stuck", reference=transfer.reference, now=purse.world.now)
    assert ledger.balance(transfer.transit_ledger_id) == FEN
    assert set(Case.objects.system("test").filter(subject_id=transfer.pk).values_list("kind", flat=True)) == {
        "transfers.in_doubt", "transfers.stuck",
    }  # fmt: skip


def test_a_pull_keeps_to_the_terms_of_its_mandate(purse: Purse) -> None:
    card = purse.card()
    assert refused(purse, IN, card, 5_000_01).code == "CARD_SINGLE"
    purse.ask(IN, card, 5_000_00)
    assert refused(purse, IN, card, 3_000_01).message == "超过您在授权书中约定的每日上限,今日还可转入 3,000.00 元。"
    purse.ask(IN, card, 3_000_00)


def test_a_failed_pull_does_not_use_up_the_day(purse: Purse) -> None:
    card = purse.card(POOR)
    for _ in range(3):
        assert purse.move(IN, card, 5_000_00).code == "P10"


def test_a_stopped_mandate_pulls_nothing_and_still_pays_out(purse: Purse) -> None:
    card = purse.card()
    agreements.mandates_end(kind="card_transfer", subject_id=card.pk, actor=purse.actor, now=purse.world.now)
    assert refused(purse, IN, card, FEN).code == "MANDATE_STOPPED"
    purse.ask(OUT, card, FEN)


def test_a_class_two_account_moves_to_its_bound_card_without_its_limit_and_to_any_other_with_it(purse: Purse) -> None:
    BankAccount.objects.system("test").filter(pk=purse.account.pk).update(account_class="II")
    purse.ask(OUT, purse.card(), 10_000_01)
    unbound = purse.card(number="6291000000099999921", tail4="9921", card_class="II")
    purse.ask(OUT, unbound, 6_000_00)
    purse.ask(OUT, unbound, 3_999_99)
    assert refused(purse, OUT, unbound, 2).code == "LIMIT_DAY"


@pytest.mark.parametrize(
    ("columns", "direction", "code"),
    [({"state": "CHECKED", "bound_at": None}, OUT, "CARD_STATE"), ({"card_class": "CREDIT"}, IN, "CARD_CREDIT")],
)
def test_a_card_must_be_bound_and_one_that_can_pay(purse: Purse, columns, direction, code: str) -> None:
    assert refused(purse, direction, purse.card(**columns), FEN).code == code


def test_what_is_not_there_cannot_go_out(purse: Purse) -> None:
    assert refused(purse, OUT, purse.card(), OPENING + 123).message == "可用余额不足,还差 1.23 元。"


@pytest.mark.parametrize(("move", "out", "into"), [
    ("self_stop", "ACCOUNT_STATUS", None), ("report_loss", "ACCOUNT_STATUS", "ACCOUNT_STATUS"),
    ("freeze", "ACCOUNT_STATUS", "ACCOUNT_STATUS"),
])  # fmt: skip
def test_an_account_that_is_stopped_pays_nothing(purse: Purse, move: str, out: str, into: str | None) -> None:
    bankaccounts.account_move(
        account_id=purse.account.pk, move=move, reason="试", actor=purse.actor, now=purse.world.now
    )
    card = purse.card()
    assert refused(purse, OUT, card, FEN).code == out
    if into:
        assert refused(purse, IN, card, FEN).code == into
    else:
        assert purse.move(IN, card, FEN).state == "SUCCEEDED"


def test_the_sheet_names_amount_and_sides(purse: Purse) -> None:
    card = purse.card()
    with pytest.raises(StepUpRequired) as asked:
        transfer_make(
            direction=OUT, account_id=purse.account.pk, card_id=card.pk, fen=FEN, key="k", actor=purse.actor,
            now=purse.world.now,
        )  # fmt: skip
    here = f"I类户 尾号 {purse.account.tail4}"
    assert asked.value.shown == {
        "转出金额": "¥900.00", "从": here, "到": f"他行储蓄卡 尾号 {card.tail4}", "手续费": "0.00 元",
    }  # fmt: skip


def test_somebody_elses_account_and_card_are_not_found(purse: Purse) -> None:
    card = purse.card()
    stranger = on_device(purse.world.actor("guilan", relation=purse.actor.relation), purse.world.now)
    for actor, account in ((stranger, purse.account.pk), (purse.actor, Account.objects.first().pk)):
        with pytest.raises(NotFound):
            purse.ask(OUT, card, FEN, actor=actor, account_id=account)

"""打款验证: the account is proved by the small amount that arrived (ID-8)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from apps.bankaccounts import api as bankaccounts
from apps.core.actors import Actor
from apps.core.errors import Conflict, InvalidInput
from apps.core.models import Job
from apps.core.money import Fen
from apps.ledger import api as ledger
from apps.members.services.application_proof import proof_confirm, proof_resolve, proof_start
from fixtures.cast import EAST
from fixtures.world import World

from .applicants import OTHER_ACCOUNT, OTHER_BANK, own_account, row_of

pytestmark = pytest.mark.django_db


def expenses() -> Fen:
    return ledger.balance(ledger.house_account("6421"))


def test_an_account_is_proved_by_the_amount_that_arrived(world: World, admin: Actor) -> None:
    number, before = own_account(EAST, world.now), expenses()
    proof_start(account_number=number, bank="", actor=admin, now=world.now)
    row = row_of(admin)
    assert 1 <= row.proof_fen <= 99 and expenses() == before - row.proof_fen
    facts = bankaccounts.accounts_by_numbers([number])[number]
    assert ledger.balance(facts.ledger_account_id) == row.proof_fen
    with pytest.raises(Conflict) as running:
        proof_start(account_number=number, bank="", actor=admin, now=world.now)
    assert running.value.code == "PROOF_RUNNING"
    assert not proof_confirm(amount=Fen(row.proof_fen % 99 + 1), actor=admin, now=world.now)
    assert proof_confirm(amount=Fen(row.proof_fen), actor=admin, now=world.now)
    assert row_of(admin).proved_at == world.now.wall


def test_three_wrong_amounts_or_three_days_end_a_proof_and_three_proofs_are_enough(world: World, admin: Actor) -> None:
    number = own_account(EAST, world.now)
    for start in range(3):
        later = replace(world.now, wall=world.now.wall + timedelta(days=4 * start))
        proof_start(account_number=number, bank="", actor=admin, now=later)
        if start == 0:
            for _ in range(3):
                assert not proof_confirm(amount=Fen(100), actor=admin, now=later)
        late = replace(later, wall=later.wall + timedelta(hours=72))
        with pytest.raises(Conflict) as over:
            proof_confirm(amount=Fen(row_of(admin).proof_fen), actor=admin, now=late)
        assert over.value.code == "PROOF_OVER"
    with pytest.raises(Conflict) as enough:
        proof_start(
            account_number=number, bank="", actor=admin, now=replace(world.now, wall=world.now.wall + timedelta(20))
        )
    assert enough.value.code == "PROOF_STARTS"


def test_a_payment_to_another_bank_that_failed_comes_back_once(world: World, admin: Actor) -> None:
    before = expenses()
    proof_start(account_number=OTHER_ACCOUNT, bank=OTHER_BANK, actor=admin, now=world.now)
    row = row_of(admin)
    assert Job.objects.filter(kind="corebank.payment", key=row.proof_reference).exists()
    for _ in range(2):
        with transaction.atomic():
            proof_resolve(reference=row.proof_reference, state="FAILED", code="P01", now=world.now)
    assert expenses() == before and row_of(admin).proof_failed == "P01"
    proof_start(account_number=OTHER_ACCOUNT, bank=OTHER_BANK, actor=admin, now=world.now)


def test_an_account_whose_payment_came_back_later_is_not_proved(world: World, admin: Actor) -> None:
    before = expenses()
    proof_start(account_number=OTHER_ACCOUNT, bank=OTHER_BANK, actor=admin, now=world.now)
    row = row_of(admin)
    assert proof_confirm(amount=Fen(row.proof_fen), actor=admin, now=world.now)
    with transaction.atomic():
        proof_resolve(reference=row.proof_reference, state="SUCCEEDED", code="P00", now=world.now)
    assert row_of(admin).proved_at is not None
    for _ in range(2):
        with transaction.atomic():
            proof_resolve(reference=row.proof_reference, state="BOUNCED", code="P99", now=world.now)
    assert expenses() == before and (row_of(admin).proof_failed, row_of(admin).proved_at) == ("P99", None)


@pytest.mark.parametrize(
    ("number", "bank", "code"),
    [("12", "", "E_ACCOUNT"), (OTHER_ACCOUNT, "322290000012", "E_CNAPS"), (OTHER_ACCOUNT, "", "ACCOUNT_UNKNOWN")],
)
def test_accounts_that_cannot_be_proved(world: World, admin: Actor, number: str, bank: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        proof_start(account_number=number, bank=bank, actor=admin, now=world.now)
    assert refused.value.code == code and row_of(admin).proof_starts == 0


def test_the_account_of_another_firm_is_no_proof(world: World, admin: Actor) -> None:
    with pytest.raises(InvalidInput) as refused:
        proof_start(account_number=world.firm_account("morningstar"), bank="", actor=admin, now=world.now)
    assert refused.value.code == "ACCOUNT_UNKNOWN"

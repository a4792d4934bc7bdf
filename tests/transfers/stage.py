"""The heroine with her account and cards that other banks treat in their ways, and what she does with them."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from apps.agreements import api as agreements
from apps.bankaccounts.models import BankAccount, BoundCard
from apps.core.actors import Actor, Relation
from apps.core.errors import StepUpRequired
from apps.core.ids import new_id
from apps.corebank import api as corebank
from apps.identity.models import StepUp
from apps.ledger import api as ledger
from apps.transfers.choices import Direction
from apps.transfers.models import Transfer
from apps.transfers.services.transfer_make import transfer_make
from fixtures.generators import OTHER_BANK, OTHER_BIN, card_number
from fixtures.world import World
from tests.corebank.conftest import bank_day_over
from tests.daifutong.cast import work
from tests.identity.devices import on_device

IN, OUT = Direction.IN, Direction.OUT
FINE, REFUSED, POOR, LATE, LOST, SILENT = "", "99915", "99910", "99921", "99922", "99923"  # how a card's bank behaves


@dataclass
class Purse:
    world: World
    actor: Actor
    account: BankAccount

    def card(self, marker: str = FINE, **columns: object) -> BoundCard:
        """A bound card of the other bank, with its mandate."""
        number = card_number(int(f"7{marker}"), bin_prefix=OTHER_BIN)
        given = {
            "person_id": self.actor.person, "number": number, "tail4": number[-4:], "card_class": "I", "state": "BOUND",
            "holder_name": self.account.holder_name, "bank_code": OTHER_BANK, "factors": 4, "single_fen": 5_000_00,
            "day_fen": 8_000_00, "checked_at": self.world.now.wall, "bound_at": self.world.now.wall - timedelta(days=3),
        }  # fmt: skip
        card = BoundCard.objects.create(**given | columns)
        with transaction.atomic():
            agreements.mandate_sign(
                kind="card_transfer", agreement="card_transfer", subject_id=card.pk, title="转入授权", terms=[],
                expires_on=None, actor=self.actor, now=self.world.now,
            )  # fmt: skip
        return card

    def balance(self) -> int:
        return ledger.balance(self.account.ledger_account_id)

    def ask(self, direction: Direction, card: BoundCard, fen: int, *, key: str = "", method: str = "PASSKEY", **more):
        """A transfer as the page makes it: asked, confirmed, made."""
        said = {"direction": direction, "account_id": self.account.pk, "card_id": card.pk, "fen": fen}
        said |= {"key": key or str(new_id()), "actor": self.actor, "now": self.world.now} | more
        try:
            return transfer_make(**said)
        except StepUpRequired as asked:
            self.confirm(asked.digest, method)
        return transfer_make(**said)

    def confirm(self, digest: str, method: str = "PASSKEY") -> None:
        at = self.world.now.wall
        StepUp.objects.create(
            user_id=self.actor.user, digest=digest, method=method, at=at, expires_at=at + timedelta(minutes=5)
        )

    def move(self, direction: Direction, card: BoundCard, fen: int, **more) -> Transfer:
        """A transfer, and what the other bank makes of it at once."""
        transfer_id = self.ask(direction, card, fen, **more)
        work()
        return row(transfer_id)


def purse(world: World, key: str = "xiaowen") -> Purse:
    actor = on_device(world.actor(key, relation=Relation.SELF), world.now)
    return Purse(world, actor, BankAccount.objects.system("test").get(holder_id=actor.person))


def row(transfer_id: UUID) -> Transfer:
    return Transfer.objects.system("test").get(pk=transfer_id)


def ask_bank(world: World, transfer: Transfer, days: int = 0) -> Transfer:
    """A query by the payment's job, a minute and so many days later, and what follows. The bank has closed the days
    before."""
    for day in range(days):
        bank_day_over(world.now.business_date + timedelta(days=day))
    later = replace(
        world.now, wall=world.now.wall + timedelta(seconds=60, days=days),
        business_date=world.now.business_date + timedelta(days=days),
    )  # fmt: skip
    corebank.query_payment(reference=transfer.reference, now=later)
    work()
    return row(transfer.pk)

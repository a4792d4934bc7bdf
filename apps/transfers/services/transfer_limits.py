"""Which limits a transfer draws on (AC-1, RC-2), how strongly it has to be confirmed for them, and taking the room."""

from dataclasses import dataclass
from datetime import timedelta
from typing import cast
from uuid import UUID

from apps.bankaccounts.contracts import AccountFacts, BoundCard
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.identity.contracts import StepUpMethod
from apps.risk import api as risk
from apps.risk.contracts import Claim, Dimension, Grade, LimitExceeded, Refusal, Subject

from ..choices import NEW_PAYEE_HOURS, Direction
from ..models import Transfer
from ..rules import flow_of

ROOM_KEPT = timedelta(days=365)  # room for 转入 is kept until its end is known, however long a bank is silent
GRADES = {  # the weakest first
    StepUpMethod.PIN: Grade.BY_PIN,
    StepUpMethod.CODE: Grade.BY_CODE,
    StepUpMethod.PASSKEY: Grade.BY_CERTIFICATE,
}


@dataclass(frozen=True, slots=True)
class Draw:
    """What a transfer of 分 draws on: the account always; for what leaves the bank (AC-7) the customer, on a new device
    more strictly, and a card that was bound only hours ago."""

    flow: str
    fen: int
    account: Subject
    person_id: UUID
    leaves_bank: bool
    is_new_device: bool
    new_payee: UUID | None

    def claim(self, key: UUID, method: StepUpMethod) -> Claim:
        """`key` is the transfer's, or any new one to try."""
        if not self.leaves_bank:
            return Claim(self.flow, key, self.fen, (self.account,))
        subjects = [self.account, Subject(Dimension.CUSTOMER, self.person_id, GRADES[method])]
        if self.is_new_device:
            subjects.append(Subject(Dimension.CUSTOMER, self.person_id, Grade.NEW_DEVICE))
        if self.new_payee:
            subjects.append(Subject(Dimension.CARD, self.new_payee, Grade.NEW_PAYEE))
        return Claim(self.flow, key, self.fen, tuple(subjects))


def draw_of(
    direction: Direction,
    card: BoundCard,
    facts: AccountFacts,
    fen: int,
    actor: Actor,
    is_new_device: bool,
    now: Moment,
) -> Draw:
    """What a transfer between an own account and an own card draws on."""
    hours = params.get(NEW_PAYEE_HOURS, now.business_date)
    is_new_payee = card.bound_at is not None and now.wall < card.bound_at + timedelta(hours=hours)
    return Draw(
        flow=flow_of(direction, card.card_class),
        fen=fen,
        account=risk.account_subject(facts),
        person_id=actor.person,
        leaves_bank=direction == Direction.OUT and not card.is_own_bank,
        is_new_device=is_new_device,
        new_payee=card.id if is_new_payee else None,
    )


def proof_needed(draw: Draw, now: Moment) -> StepUpMethod:
    """The weakest confirmation under which every limit has room. Raises LimitExceeded where none will do."""
    methods = list(GRADES) if draw.leaves_bank else [StepUpMethod.PIN]
    refusals = {method: _refusal(draw, method, now) for method in methods}
    fitting = [method for method, refusal in refusals.items() if refusal is None]
    if not fitting:
        raise LimitExceeded(cast(Refusal, refusals[methods[-1]]))
    return fitting[0]


def _refusal(draw: Draw, method: StepUpMethod, now: Moment) -> Refusal | None:
    claim = draw.claim(new_id(), method)
    return risk.check(claims=[claim], now=now).get(claim.key)


def limits_use(transfer: Transfer, draw: Draw, method: StepUpMethod, now: Moment) -> None:
    """Takes the room, or for 转入 from another bank keeps it; in the transaction that moves the money. Raises
    LimitExceeded when somebody has taken it meanwhile."""
    claim = draw.claim(transfer.pk, method)
    if transfer.direction == Direction.IN and not transfer.is_own_bank:
        return risk.reserve(claims=[claim], expires_at=now.wall + ROOM_KEPT, now=now)
    return risk.take(claims=[claim], now=now)

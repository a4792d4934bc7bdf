"""Which limits a transfer draws on (AC-1, RC-2), how strongly it has to be confirmed for them, and taking the room."""

from dataclasses import dataclass
from datetime import timedelta
from typing import cast
from uuid import UUID

from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.identity.contracts import StepUpMethod
from apps.risk import api as risk
from apps.risk.contracts import Claim, Dimension, Grade, LimitExceeded, Refusal, Subject

from ..choices import Direction
from ..models import Transfer

ROOM_KEPT = timedelta(days=365)  # room for 转入 is kept until its end is known, however long a bank is silent
GRADES = {  # the weakest first
    StepUpMethod.PIN: Grade.BY_PIN,
    StepUpMethod.CODE: Grade.BY_CODE,
    StepUpMethod.PASSKEY: Grade.BY_CERTIFICATE,
}


@dataclass(frozen=True, slots=True)
class Draw:
    """What a transfer of 分 draws on: the account always, the customer for what leaves the bank (AC-7)."""

    flow: str
    fen: int
    account: Subject
    person_id: UUID
    leaves_bank: bool
    is_new_device: bool

    def claim(self, key: UUID, method: StepUpMethod) -> Claim:
        """`key` is the transfer's, or any new one to try."""
        grades = [GRADES[method], *([Grade.NEW_DEVICE] if self.is_new_device else [])] if self.leaves_bank else []
        customer = (Subject(Dimension.CUSTOMER, self.person_id, grade) for grade in grades)
        return Claim(self.flow, key, self.fen, (self.account, *customer))


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

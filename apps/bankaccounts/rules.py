"""The life of an account, and which money may come into which class (§2, AC-1, AC-2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from apps.core.lifecycle import Lifecycle, Move

from .contracts import AccountClass, AccountFacts, HolderKind, InboundLine, InboundRefusal
from .contracts import AccountStatus as S

ACCOUNT = Lifecycle(
    "bankaccounts.account",
    "账户",
    (
        Move("open", "", S.NORMAL, "bank", "number and class allowed", "a ledger account with floor 0"),
        Move("freeze", S.NORMAL, S.FROZEN, "bank operator", "an order of an authority"),
        Move("freeze", S.STOP_PAYMENT, S.FROZEN, "bank operator", "an order of an authority"),
        Move("freeze", S.DORMANT, S.FROZEN, "bank operator", "an order of an authority"),
        Move("freeze", S.LOST, S.FROZEN, "bank operator", "an order of an authority"),
        Move("unfreeze", S.FROZEN, S.NORMAL, "bank operator", "the order has ended"),
        Move("stop_payment", S.NORMAL, S.STOP_PAYMENT, "bank operator", "fraud is suspected"),
        Move("allow_payment", S.STOP_PAYMENT, S.NORMAL, "bank operator", "the suspicion is gone or 48 h are over"),
        Move("report_loss", S.NORMAL, S.LOST, "holder", "", "the card pays nothing"),
        Move("find", S.LOST, S.NORMAL, "holder", "the person is verified again"),
        Move("let_sleep", S.NORMAL, S.DORMANT, "SYS", "long without movement (AC-6)"),
        Move("wake", S.DORMANT, S.NORMAL, "holder", "the person is verified again"),
        Move("close", S.NORMAL, S.CLOSED, "bank operator", "the balance is 0", "the ledger account closes too"),
    ),
)

_STATUS_REFUSALS = {
    S.CLOSED: InboundRefusal.CLOSED,
    S.FROZEN: InboundRefusal.FROZEN,
    S.STOP_PAYMENT: InboundRefusal.STOP_PAYMENT,
    S.DORMANT: InboundRefusal.DORMANT,
    S.LOST: InboundRefusal.LOST,
}


# Holder kind, class and status of an account into which any amount may come: all others are looked at line by line.
UNLIMITED = HolderKind.PERSON, AccountClass.I, S.NORMAL


@dataclass(frozen=True, slots=True)
class Limits:
    """What may come into one class II account from accounts not bound to it, in 分."""

    day: int
    year: int


@dataclass(slots=True)
class Used:
    """What has come in so far today and this year, in 分."""

    day: int = 0
    year: int = 0


def inbound_verdicts(
    lines: Iterable[InboundLine], accounts: Mapping[UUID, AccountFacts], used: dict[UUID, Used], limits: Limits
) -> dict[UUID, InboundRefusal]:
    """The refused lines by `ref`, in the order in which they come: an earlier line uses up the limit of a later one.

    `used` is counted on for class II accounts, by the id of the account; it is missing for one without movement.
    """
    refused = {}
    for line in lines:
        refusal = _refusal(line.amount, accounts.get(line.account_id), used.setdefault(line.account_id, Used()), limits)
        if refusal:
            refused[line.ref] = refusal
    return refused


def _refusal(amount: int, account: AccountFacts | None, used: Used, limits: Limits) -> InboundRefusal | None:
    if account is None:
        return InboundRefusal.UNKNOWN
    if account.holder_kind != HolderKind.PERSON:
        return InboundRefusal.NOT_PERSONAL
    if account.status != S.NORMAL:
        return _STATUS_REFUSALS[account.status]
    if account.account_class == AccountClass.III:
        return InboundRefusal.CLASS_LIMIT
    if account.account_class == AccountClass.II:
        if not account.is_face_verified or used.day + amount > limits.day or used.year + amount > limits.year:
            return InboundRefusal.CLASS_LIMIT
        used.day += amount
        used.year += amount
    return None

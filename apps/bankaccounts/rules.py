"""The life of an account, and in which of its states money may come in."""

from apps.core.lifecycle import Lifecycle, Move

from .contracts import AccountClass, AccountFacts, HolderKind, InboundRefusal
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


# Holder kind, class and status of an account that refuses no money and that no limit counts (risk grades classes II and
# III alone): a payroll looks at no other facts of such accounts.
ORDINARY = HolderKind.PERSON, AccountClass.I, S.NORMAL


def inbound_refusal(account: AccountFacts | None) -> InboundRefusal | None:
    """Why no money may come into an account, whatever the amount; how much may, the limits centre (risk) says."""
    if account is None:
        return InboundRefusal.UNKNOWN
    if account.holder_kind != HolderKind.PERSON:
        return InboundRefusal.NOT_PERSONAL
    return _STATUS_REFUSALS.get(account.status)

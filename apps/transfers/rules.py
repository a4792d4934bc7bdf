"""The life of a transfer, and which flow of money it is to the limits centre (AC-1, RC-2)."""

from apps.bankaccounts.contracts import BOUND_CLASSES
from apps.core.lifecycle import Lifecycle, Move
from apps.risk.contracts import Flow

from .choices import Direction
from .choices import TransferState as S

TRANSFER = Lifecycle(
    "transfers.transfer",
    "转账",
    (
        Move("send", "", S.SENT, "holder", "card bound, limits have room", "转出: the money waits in transit"),
        Move("settle", "", S.SUCCEEDED, "holder", "both accounts are here", "one journal"),
        Move("doubt", S.SENT, S.IN_DOUBT, "SYS", "no definite answer", "a case; asked after, never sent again"),
        Move("succeed", S.SENT, S.SUCCEEDED, "SYS", "P00", "the money has moved"),
        Move("succeed", S.IN_DOUBT, S.SUCCEEDED, "SYS", "P00", "the money has moved"),
        Move("fail", S.SENT, S.FAILED, "SYS", "refused for good", "转出: back once; the limits are free again"),
        Move("fail", S.IN_DOUBT, S.FAILED, "SYS", "refused for good", "转出: back once; the limits are free again"),
        Move(
            "bounce",
            S.SUCCEEDED,
            S.FAILED,
            "SYS",
            "转出: the day-end file has it come back (退票)",
            "reversed, back once",
        ),
    ),
)


def flow_of(direction: Direction, card_class: str) -> Flow:
    """A card of class I or a credit card is a bound account, with which no class limit counts; any other is not."""
    if direction == Direction.OUT:
        return Flow.OUT_BOUND if card_class in BOUND_CLASSES else Flow.TRANSFER
    return Flow.IN_BOUND if card_class in BOUND_CLASSES else Flow.IN_UNBOUND

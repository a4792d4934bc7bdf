"""What the port tells the tiers above it."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PaymentResolved:
    """A payment has its definite end: `state` SUCCEEDED, FAILED or CANCELLED, `code` as in PY-5. Published once."""

    name: ClassVar[str] = "corebank.payment.resolved"
    reference: str
    state: str
    code: str


@dataclass(frozen=True, slots=True)
class PaymentDoubted:
    """A payment was sent and its outcome is not known (P14). Published once, before any PaymentResolved."""

    name: ClassVar[str] = "corebank.payment.doubted"
    reference: str


@dataclass(frozen=True, slots=True)
class PaymentBounced:
    """A payment that had succeeded came back (退票), by the word of the bank's day-end file. Published once."""

    name: ClassVar[str] = "corebank.payment.bounced"
    reference: str


@dataclass(frozen=True, slots=True)
class PaymentUnsent:
    """A payment has not left after the whole time of SEND_FOR: people look into it. Published by each try from now."""

    name: ClassVar[str] = "corebank.payment.unsent"
    reference: str


@dataclass(frozen=True, slots=True)
class PaymentStuck:
    """A payment is in doubt after the whole time of PY-11: people look into it. Published by each query from now."""

    name: ClassVar[str] = "corebank.payment.stuck"
    reference: str

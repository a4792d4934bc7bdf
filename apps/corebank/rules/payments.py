"""The life of a payment and what an answer of the bank means (P5, PY-5, PY-11). Plain Python."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from apps.core.lifecycle import Lifecycle, Move

from ..contracts import PaymentCode, PaymentState

PAYMENT = Lifecycle(
    "corebank.payment",
    "支付指令",
    (
        Move("intend", "", PaymentState.INTENT, "SYS", "reference never used", "committed with the deed"),
        Move("send", PaymentState.INTENT, PaymentState.SENT, "SYS", "breaker closed", "committed before any byte"),
        Move("not_sent", PaymentState.SENT, PaymentState.INTENT, "SYS", "the connection was never opened"),
        Move("succeed", PaymentState.SENT, PaymentState.SUCCEEDED, "SYS", "definite answer P00, same amount"),
        Move("fail", PaymentState.SENT, PaymentState.FAILED, "SYS", "definite refusal, or not found after the day"),
        Move("doubt", PaymentState.SENT, PaymentState.UNKNOWN, "SYS", "anything else", "queried, never sent again"),
        Move("cancel", PaymentState.INTENT, PaymentState.CANCELLED, "staff", "never sent, two people", "never sent"),
        Move("succeed", PaymentState.UNKNOWN, PaymentState.SUCCEEDED, "SYS", "definite answer P00, same amount"),
        Move("fail", PaymentState.UNKNOWN, PaymentState.FAILED, "SYS", "definite refusal, or not found after the day"),
        Move("bounce", PaymentState.SUCCEEDED, PaymentState.BOUNCED, "SYS", "the day-end file has it come back (退票)"),
    ),
)

CLEARING_ACCOUNT = "3001.02"  # on which every payment and collection is settled (小额)
REFUSALS = frozenset(PaymentCode) - {PaymentCode.OK, PaymentCode.UNKNOWN}
REFERENCE = re.compile(r"[A-Za-z0-9-]{8,64}")

QUERY_STEPS = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 300, 900, 3600))
QUERY_FOR = timedelta(days=3)  # PY-11; then people are called
STUCK_QUERY_EVERY = timedelta(days=1)  # from then on: the bank may still learn what became of it
RESEND_AFTER = timedelta(seconds=15)  # a payment that never left (bank unreachable, breaker open) is tried again
SEND_FOR = timedelta(hours=2)  # and then people are called, who may cancel it: nothing of it has left
UNSENT_RESEND_EVERY = timedelta(minutes=15)  # from then on: the bank may come back before they decide


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer proves. `problem` says, in a word for operators, why it proves nothing."""

    move: str
    code: PaymentCode
    bank_reference: str = ""
    problem: str = ""


def doubt(problem: str) -> Verdict:
    """No answer on the list of definite ones."""
    return Verdict("doubt", PaymentCode.UNKNOWN, problem=problem)


def read_answer(reference: str, amount: int, status: int, body: Mapping[str, Any], *, day_is_over: bool) -> Verdict:
    """The verdict on a signed answer to a payment or a query of it.

    `day_is_over`: the bank has closed the business day on which the payment was sent, by its own word, not by our
    calendar. Only then does "not found" mean that it will never be applied; before, the payment may still be on its
    way.
    """
    if status not in (200, 404):
        return doubt(f"STATUS_{status}")
    if body.get("reference") != reference:
        return doubt("OTHER_REFERENCE")
    if status == 404:
        if body.get("state") != "NOT_FOUND":
            return doubt("BAD_ANSWER")
        return Verdict("fail", PaymentCode.OTHER, problem="NOT_FOUND") if day_is_over else doubt("NOT_FOUND")
    if type(body.get("amount")) is not int or body["amount"] != amount:
        return doubt("OTHER_AMOUNT")
    bank_reference = str(body.get("bank_reference", ""))[:64]
    match body.get("state"), body.get("code"):
        case "SUCCEEDED", PaymentCode.OK:
            return Verdict("succeed", PaymentCode.OK, bank_reference)
        case "FAILED", str(code) if code in REFUSALS:
            return Verdict("fail", PaymentCode(code), bank_reference)
        case "PROCESSING", _:
            return doubt("PROCESSING")
    return doubt("BAD_ANSWER")


def read_entries(amount: int, entries: Sequence[tuple[int, str]]) -> Verdict | None:
    """What the day-end file proves of a payment of so many 分, by its entries (分 that went out, the bank's reference):
    paid, or paid and returned; None for anything else."""
    fen = [entry for entry, _ in entries]
    if fen == [amount]:
        return Verdict("succeed", PaymentCode.OK, entries[0][1])
    if fen == [amount, -amount]:
        return Verdict("fail", PaymentCode.OTHER, entries[0][1], problem="RETURNED")
    return None


def has_bounced(amount: int, entries: Sequence[int]) -> bool:
    """Whether a day-end file shows that a payment which had succeeded came back (退票): by its return alone, or as paid
    and returned on one day. `entries` in 分, > 0 went out. Anything else is a difference for people."""
    return list(entries) in ([-amount], [amount, -amount])


def query_delay(queries: int) -> timedelta:
    """How long to wait after so many queries: seconds first, an hour at most."""
    return QUERY_STEPS[min(queries, len(QUERY_STEPS) - 1)]

"""The order of a transfer to the card's bank: what its bank pays, or is asked to collect."""

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountFacts, BoundCard
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.money import Fen
from apps.corebank import api as corebank
from apps.corebank.contracts import PaymentKind, PaymentOrder

from ..choices import Direction
from ..models import Transfer


def transfer_send(
    transfer: Transfer, facts: AccountFacts, card: BoundCard, purpose: str, actor: Actor, now: Moment
) -> None:
    """Writes the order in the caller's transaction; it leaves after the commit. Key: the transfer's reference."""
    here = bankaccounts.account_number(transfer.account_id), facts.holder_name
    there = bankaccounts.card_number(transfer.card_id), card.holder_name
    is_out = transfer.direction == Direction.OUT
    (payer, payer_name), (payee, payee_name) = (here, there) if is_out else (there, here)
    order = PaymentOrder(
        kind=PaymentKind.PAYMENT if is_out else PaymentKind.COLLECTION,
        reference=transfer.reference,
        amount=Fen(transfer.amount_fen),
        payer_account=payer,
        payer_name=payer_name,
        payee_account=payee,
        payee_name=payee_name,
        payee_bank=card.bank_code if is_out else "",
        payer_bank="" if is_out else card.bank_code,
        purpose=purpose,
    )
    corebank.intend_payment(order=order, actor=actor, now=now)

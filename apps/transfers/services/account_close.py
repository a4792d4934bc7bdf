"""Closing one's own account online: nothing stands in the way, and its interest up to the day before goes with it."""

from uuid import UUID

from apps.audit import api as audit
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountBrief, AccountFacts, BoundCard
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.core.ids import new_id
from apps.identity import api as identity
from apps.ledger import api as ledger

from ..choices import GL_TRANSIT, SUBJECT, Direction
from ..models import Transfer
from ..rules import TRANSFER, flow_of
from ..selectors.closing import closing_facts
from .transfer_send import transfer_send


@use_case
def account_close(*, account_id: UUID, actor: Actor, now: Moment) -> None:
    """Closes an own account that is empty and in order. Needs a step-up that says where the interest goes.

    What the account has earned (AC-11) goes to another account of the person here, else as a transfer to a bound card
    of another bank, for a class II account to its bound account (AC-4). Locks the account. Raises NotFound, what
    money_require raises, Conflict (the code of the first block), StepUpRequired.
    """
    identity.money_require(actor=actor, now=now)
    bankaccounts.payees_hold({account_id})
    closing = closing_facts(actor, account_id, now)
    if closing.blocks:
        raise Conflict(closing.blocks[0].code, closing.blocks[0].text)
    label = bankaccounts.account_label(closing.account.account_class, closing.account.tail4)
    shown = {"销户": label, "利息": closing.interest_shown}
    identity.require_step_up(actor=actor, digest=f"close-{account_id}", shown=shown, now=now)
    if closing.interest and closing.payee_account is None and closing.payee_card is not None:
        _close_by_card(closing.account, closing.holder, closing.payee_card, closing.interest, actor, now)
    else:
        payee = closing.payee_account.id if closing.payee_account else None
        _close(account_id, actor, now, interest_to=payee)


def _close(account_id: UUID, actor: Actor, now: Moment, **interest: UUID | None) -> None:
    said = {"account_id": account_id, "move": "close", "reason": "本人在线销户"}
    bankaccounts.account_move(**said, **interest, actor=actor, now=now)  # type: ignore[arg-type]


def _close_by_card(
    account: AccountBrief, facts: AccountFacts, card: BoundCard, fen: int, actor: Actor, now: Moment
) -> None:
    """Dr 2231 Cr 2011.02, Dr 2011.02 Cr 2241.11 in the closing's one journal, then the payment to the card's bank."""
    transfer = Transfer(
        id=new_id(),
        person_id=actor.person,
        unit_path=account.unit_path,
        account_id=account.id,
        card_id=card.id,
        direction=Direction.OUT,
        flow=flow_of(Direction.OUT, card.card_class),
        is_own_bank=False,
        is_interest=True,
        amount_fen=fen,
        business_date=now.business_date,
        asked_at=now.wall,
    )
    transfer.reference = f"TF-{transfer.pk.hex}"
    transfer.state = TRANSFER.check("", "send").target
    transfer.transit_ledger_id = ledger.open_account(
        owner_kind=SUBJECT, owner_id=transfer.pk, gl_code=GL_TRANSIT, on=now.business_date
    )
    _close(account.id, actor, now, interest_ledger=transfer.transit_ledger_id)
    transfer.save(force_insert=True)
    transfer_send(transfer, facts, card, "销户利息", actor, now)
    audit.record(
        actor=actor,
        action="transfers.transfer.made",
        subject_kind=SUBJECT,
        subject_id=transfer.pk,
        to_state=transfer.state,
        detail={"direction": Direction.OUT, "fen": fen, "reference": transfer.reference, "interest": True},
        unit_path=transfer.unit_path,
        now=now,
    )

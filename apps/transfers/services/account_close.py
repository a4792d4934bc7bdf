"""Closing one's own account online: nothing stands in the way, its interest goes to another account of the person."""

from uuid import UUID

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountStatus
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.identity import api as identity
from apps.ledger import api as ledger

from ..selectors.closing import closing_blocks


@use_case
def account_close(*, account_id: UUID, actor: Actor, now: Moment) -> None:
    """Closes an own account that is empty and in order. Needs a step-up.

    Locks the account. Raises NotFound, what money_require raises, Conflict (the code of the first block;
    INTEREST_OWED where no other account of the person can take the interest), StepUpRequired.
    """
    identity.money_require(actor=actor, now=now)
    bankaccounts.payees_hold({account_id})
    blocks = closing_blocks(actor, account_id, now)
    if blocks:
        raise Conflict(blocks[0].code, blocks[0].text)
    own = bankaccounts.accounts_for_member(actor)
    (closing,) = (one for one in own if one.id == account_id)
    others = [one.id for one in own if one.id != account_id and one.status == AccountStatus.NORMAL]
    label = bankaccounts.account_label(closing.account_class, closing.tail4)
    shown = {"销户": label, "利息": "结清后转入本人其他账户"}
    identity.require_step_up(actor=actor, digest=f"close-{account_id}", shown=shown, now=now)
    try:
        bankaccounts.account_move(
            account_id=account_id,
            move="close",
            reason="本人在线销户",
            interest_to=others[0] if others else None,
            actor=actor,
            now=now,
        )
    except ledger.LedgerRefused as error:
        if error.code != "LEDGER_INTEREST_OWED":
            raise
        raise Conflict("INTEREST_OWED", "账户有未结利息,需要本人另一个正常的本行账户收取,或到网点销户。") from error

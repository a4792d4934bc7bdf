"""The bank's risk side stops what an enterprise may pay, at once."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.moves import reason_said
from apps.core.outbox import publish

from ..choices import REASON_LENGTH
from ..contracts import ContractAnswer
from ..events import ContractMoved
from ..models import Contract
from .contract_moves import contract_move, contract_once


@use_case
def contract_suspend(*, contract_id: UUID, reason: str, key: str, actor: Actor, now: Moment) -> ContractAnswer:
    """No batch is made, submitted or debited under it from now on, whatever is approved; what is debited already is
    paid. The enterprise's administrators are told, and read why.

    Key: (person, key). Locks the contract. Raises NotFound, IllegalMove, InvalidInput REASON, KeyReused, Busy.
    """
    why = reason_said(reason, "暂停签约的原因,企业会看到", REASON_LENGTH)

    def suspend(contract: Contract) -> None:
        changes = {"reason": why, "suspended_by": actor.person}
        contract_move(
            contract, "suspend", "daifutong.contract.suspended", actor=actor, now=now, detail={"reason": why}, **changes
        )
        publish(ContractMoved(contract.pk, contract.state))

    return contract_once(verb="suspend", contract_id=contract_id, key=key, actor=actor, effect=suspend, reason=why)

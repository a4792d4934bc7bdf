"""A reviewer of the bank says why it does not sign."""

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
def contract_decline(*, contract_id: UUID, reason: str, key: str, actor: Actor, now: Moment) -> ContractAnswer:
    """Tells the enterprise why the bank does not sign. Key: (person, key). Locks the contract.

    Raises NotFound, IllegalMove, InvalidInput REASON, KeyReused, Busy.
    """
    why = reason_said(reason, "不同意签约的原因", REASON_LENGTH)

    def decline(contract: Contract) -> None:
        contract_move(
            contract,
            "decline",
            "daifutong.contract.declined",
            actor=actor,
            now=now,
            detail={"reason": why},
            reason=why,
            ended_at=now.wall,
        )
        publish(ContractMoved(contract.pk, contract.state))

    return contract_once(verb="decline", contract_id=contract_id, key=key, actor=actor, effect=decline, reason=why)

"""The enterprise takes its request, or the bank's offer, back."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..choices import CONTRACT_SUBJECT, ContractState
from ..contracts import ContractAnswer
from ..models import Contract
from .contract_moves import contract_move, contract_once


@use_case
def contract_withdraw(*, contract_id: UUID, key: str, actor: Actor, now: Moment) -> ContractAnswer:
    """Takes a request or an offer back. Key: (enterprise, person, key). Locks contract, then approval.

    Raises NotFound, IllegalMove, KeyReused, Busy.
    """

    def withdraw(contract: Contract) -> None:
        waited = contract.state == ContractState.PROPOSED
        contract_move(
            contract, "withdraw", "daifutong.contract.withdrawn", actor=actor, now=now, detail={}, ended_at=now.wall
        )
        if waited:
            approvals.void(kind=CONTRACT_SUBJECT, subject_id=contract.pk, reason="企业撤回", actor=actor, now=now)

    return contract_once(verb="withdraw", contract_id=contract_id, key=key, actor=actor, effect=withdraw)

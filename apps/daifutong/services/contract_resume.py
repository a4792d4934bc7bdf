"""Another person of the bank lets a suspended contract go on."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Forbidden
from apps.core.moves import reason_said
from apps.core.outbox import publish

from ..choices import REASON_LENGTH
from ..contracts import ContractAnswer
from ..events import ContractMoved
from ..models import Contract
from ..rules.contract import CONTRACT
from .contract_moves import contract_move, contract_once


@use_case
def contract_resume(*, contract_id: UUID, reason: str, key: str, actor: Actor, now: Moment) -> ContractAnswer:
    """The enterprise may pay again; what was held back meanwhile waits for its maker. Its administrators are told.

    Key: (person, key). Locks the contract. Raises NotFound, IllegalMove, Forbidden SAME_PERSON, InvalidInput REASON,
    KeyReused, Busy.
    """
    why = reason_said(reason, "恢复签约的原因", REASON_LENGTH)

    def resume(contract: Contract) -> None:
        CONTRACT.check(contract.state, "resume")
        if contract.suspended_by == actor.person:
            raise Forbidden("暂停和恢复须由不同的人办理,请由他人恢复。", code="SAME_PERSON")
        changes = {"reason": "", "suspended_by": None}
        contract_move(
            contract, "resume", "daifutong.contract.resumed", actor=actor, now=now, detail={"reason": why}, **changes
        )
        publish(ContractMoved(contract.pk, contract.state))

    return contract_once(verb="resume", contract_id=contract_id, key=key, actor=actor, effect=resume, reason=why)

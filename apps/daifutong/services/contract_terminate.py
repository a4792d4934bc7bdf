"""A reviewer of the bank asks to end a contract that holds: the first of two people."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.idempotency import body_hash
from apps.core.moves import reason_said
from apps.members import api as members

from ..choices import REASON_LENGTH, TERMINATION
from ..contracts import ContractAnswer
from ..models import Contract
from ..rules.contract import CONTRACT
from .contract_moves import contract_once, contract_record


@use_case
def contract_terminate(*, contract_id: UUID, reason: str, key: str, actor: Actor, now: Moment) -> ContractAnswer:
    """Asks an approver to end exactly this contract for exactly this reason; nothing changes yet.

    Key: (person, key). Locks the contract. Raises NotFound, IllegalMove, InvalidInput REASON, Conflict
    ALREADY_REQUESTED, KeyReused, Busy.
    """
    why = reason_said(reason, "终止签约的原因,企业会看到", REASON_LENGTH)

    def terminate(contract: Contract) -> None:
        CONTRACT.check(contract.state, "terminate")
        firm = members.enterprise_brief(contract.enterprise_id)
        approvals.request(
            kind=TERMINATION,
            subject_id=contract.pk,
            digest=body_hash({"terminate": contract.pk, "reason": why}),
            summary={
                "终止签约": contract.reference,
                "企业": firm.name,
                "付款账户": contract.payer_masked,
                "原因": why,
            },
            steps=(Role.APPROVER,),
            actor=actor,
            unit_path=firm.unit_path,
            now=now,
        )
        action = "daifutong.contract.terminated"
        contract_record(contract, action, source=contract.state, actor=actor, now=now, detail={"reason": why})

    return contract_once(verb="terminate", contract_id=contract_id, key=key, actor=actor, effect=terminate, reason=why)

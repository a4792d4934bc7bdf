"""The enterprise ends a contract that holds."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.core.idempotency import body_hash
from apps.identity import api as identity

from ..contracts import ContractAnswer
from ..models import Batch, Contract
from ..rules.batch import UNDER_WAY
from ..rules.contract import CONTRACT
from .contract_moves import contract_move, contract_once


@use_case
def contract_end(*, contract_id: UUID, key: str, actor: Actor, now: Moment) -> ContractAnswer:
    """Ends a contract: no batch can be made under it any more. Key: (enterprise, person, key). Locks the contract.

    Raises NotFound, IllegalMove, Conflict BATCHES_UNDER_WAY, StepUpRequired, KeyReused, Busy.
    """

    def end(contract: Contract) -> None:
        CONTRACT.check(contract.state, "end")
        if Batch.objects.scoped(actor).filter(state__in=UNDER_WAY).exists():
            raise Conflict("BATCHES_UNDER_WAY", "还有代发批次在审批或发放中,请办完或撤销后再解约。")
        shown = {"解除签约": contract.reference, "付款账户": contract.payer_masked}
        identity.require_step_up(actor=actor, digest=body_hash({"end contract": contract.pk}), shown=shown, now=now)
        changes = {"ended_at": now.wall, "suspended_by": None}
        contract_move(contract, "end", "daifutong.contract.ended", actor=actor, now=now, detail={}, **changes)

    return contract_once(verb="end", contract_id=contract_id, key=key, actor=actor, effect=end)

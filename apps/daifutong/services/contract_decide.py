"""An approver of the bank agrees to the terms, which are then the enterprise's to sign; or sends them back."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.outbox import publish

from ..choices import CONTRACT_SUBJECT, ContractState
from ..contracts import ContractAnswer
from ..events import ContractMoved
from ..models import Contract
from .contract_moves import contract_locked, contract_move, contract_once


@use_case
def contract_decide(
    *, contract_id: UUID, verdict: str, reason: str, digest: str, key: str, actor: Actor, now: Moment
) -> ContractAnswer:
    """One verdict on exactly the terms that were shown. Key: (person, key). Locks contract, then approval.

    Raises NotFound, IllegalMove, Forbidden SAME_PERSON, Conflict STALE, InvalidInput REASON, StepUpRequired, KeyReused,
    Busy.
    """
    said = {"verdict": verdict, "digest": digest, "reason": reason.strip()}

    def decide(contract: Contract) -> None:
        outcome = approvals.decide(
            kind=CONTRACT_SUBJECT,
            subject_id=contract.pk,
            verdict=verdict,
            reason=said["reason"],
            digest=digest,
            actor=actor,
            now=now,
        )
        if outcome.state == "APPROVED":
            contract_move(contract, "offer", "daifutong.contract.decided", actor=actor, now=now, detail=said)
            publish(ContractMoved(contract.pk, contract.state))
        else:
            _send_back(contract, said["reason"], actor=actor, now=now)

    return contract_once(verb="decide", contract_id=contract_id, key=key, actor=actor, effect=decide, **said)


def _send_back(contract: Contract, reason: str, *, actor: Actor, now: Moment) -> None:
    contract_move(
        contract,
        "send_back",
        "daifutong.contract.decided",
        actor=actor,
        now=now,
        detail={"verdict": "RETURN", "reason": reason},
        reason=reason,
    )


def contract_lapse(*, contract_id: UUID, now: Moment) -> None:
    """Back to the reviewer in the caller's transaction, since nobody decided in time; a repeat changes nothing."""
    require_transaction()
    actor = Actor.system("审批逾期")
    contract = contract_locked(actor, contract_id)
    if contract.state == ContractState.PROPOSED:
        _send_back(contract, "逾期未审批", actor=actor, now=now)

"""A second person of the bank decides whether a contract ends, whatever batches are under way."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import NotFound
from apps.core.outbox import publish

from ..choices import TERMINATION
from ..contracts import ContractAnswer
from ..events import ContractMoved
from ..models import Contract
from ..rules.contract import CONTRACT
from .contract_moves import contract_move, contract_once, contract_record


@use_case
def termination_decide(
    *, contract_id: UUID, verdict: str, reason: str, digest: str, key: str, actor: Actor, now: Moment
) -> ContractAnswer:
    """APPROVE ends the contract at once: what is not released yet stays where it is and is refused (NO_CONTRACT), what
    is being paid goes on. RETURN leaves it as it was. The enterprise's administrators are told why it ended.

    Key: (person, key). Locks contract, then approval. Raises NotFound, IllegalMove for one that holds no more,
    Forbidden SAME_PERSON, Conflict STALE, InvalidInput REASON, StepUpRequired, KeyReused, Busy.
    """
    said = {"verdict": verdict, "reason": reason.strip(), "digest": digest}

    def decide(contract: Contract) -> None:
        if verdict == "APPROVE":
            CONTRACT.check(contract.state, "terminate")
        asked = approvals.waiting(kind=TERMINATION, subject_id=contract.pk)
        if asked is None:
            raise NotFound("没有待审批的终止申请,可能已被处理。")
        outcome = approvals.decide(
            kind=TERMINATION, subject_id=contract.pk, verdict=verdict, reason=said["reason"], digest=digest,
            actor=actor, now=now,
        )  # fmt: skip
        action, why = "daifutong.termination.decided", str(asked.summary["原因"])
        if outcome.state == "APPROVED":
            changes = {"reason": why, "ended_at": now.wall, "suspended_by": None}
            contract_move(contract, "terminate", action, actor=actor, now=now, detail={"reason": why}, **changes)
            publish(ContractMoved(contract.pk, contract.state))
        else:
            contract_record(contract, action, source=contract.state, actor=actor, now=now, detail=said)

    return contract_once(
        verb="termination_decide", contract_id=contract_id, key=key, actor=actor, effect=decide, **said
    )

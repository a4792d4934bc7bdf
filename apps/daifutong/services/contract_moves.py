"""What the use cases of a contract do alike: find it under its lock, make one move, put that on record."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows
from apps.core.errors import InvalidInput, NotFound
from apps.core.idempotency import once
from apps.core.lifecycle import Move
from apps.members import api as members

from ..choices import CONTRACT_LABELS, CONTRACT_SUBJECT, REASON_LENGTH, ContractState
from ..contracts import ContractAnswer
from ..models import Contract
from ..rules.contract import CONTRACT


def contract_once(
    *, verb: str, contract_id: UUID, key: str, actor: Actor, effect: Callable[[Contract], None], **body: Any
) -> ContractAnswer:
    """Does `effect` to the contract, under its lock, once per (person, verb, key); gives the stored answer.

    Needs the caller's transaction. `body` is what else was asked for. Raises NotFound, KeyReused, Busy.
    """

    def run() -> dict[str, Any]:
        contract = contract_locked(actor, contract_id)
        effect(contract)
        return {"state": contract.state}

    said = {"contract": contract_id} | body
    answer, _ = once(actor=actor, route=f"daifutong.contract_{verb}", key=key, body=said, effect=run)
    return ContractAnswer(contract_id, answer["state"], CONTRACT_LABELS[ContractState(answer["state"])])


def contract_locked(actor: Actor, contract_id: UUID) -> Contract:
    """Raises NotFound outside the actor's scope."""
    rows = lock_rows(Contract.objects.scoped(actor).filter(pk=contract_id))
    if not rows:
        raise NotFound("没有找到这份代付通签约。")
    return rows[0]


def contract_move(
    contract: Contract, name: str, action: str, *, actor: Actor, now: Moment, detail: dict[str, Any], **changes: Any
) -> Move:
    """One move with its changes and its audit row. Raises IllegalMove."""
    move = CONTRACT.check(contract.state, name)
    contract.state = move.target
    for field, value in changes.items():
        setattr(contract, field, value)
    contract.save(update_fields=["state", *changes])
    contract_record(contract, action, source=move.source, actor=actor, now=now, detail=detail)
    return move


def contract_record(
    contract: Contract, action: str, *, source: str, actor: Actor, now: Moment, detail: dict[str, Any]
) -> None:
    """The audit row of what brought a contract from `source` to where it is."""
    audit.record(
        actor=actor,
        action=action,
        subject_kind=CONTRACT_SUBJECT,
        subject_id=contract.pk,
        from_state=source,
        to_state=contract.state,
        detail={"reference": contract.reference} | detail,
        enterprise_id=contract.enterprise_id,
        unit_path=members.enterprise_brief(contract.enterprise_id).unit_path,
        now=now,
    )


def reason_said(reason: str, what: str) -> str:
    """The reason without its margins. Raises InvalidInput REASON for none, or for one that is too long."""
    reason = reason.strip()
    if not 1 <= len(reason) <= REASON_LENGTH:
        message = f"请填写 {REASON_LENGTH} 字以内的{what}。"
        raise InvalidInput("REASON", message, fields={"reason": message})
    return reason

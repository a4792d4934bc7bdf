"""What the use cases of a contract do alike: find it under its lock, make one move, put that on record."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.idempotency import once
from apps.core.lifecycle import Move
from apps.core.moves import found_locked, move_make
from apps.members import api as members

from ..choices import CONTRACT_LABELS, CONTRACT_SUBJECT, ContractState
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
    return found_locked(Contract.objects.scoped(actor), contract_id, "没有找到这份代付通签约。")


def contract_move(
    contract: Contract, name: str, action: str, *, actor: Actor, now: Moment, detail: dict[str, Any], **changes: Any
) -> Move:
    """One move with its changes and its audit row. Raises IllegalMove."""
    move = move_make(contract, CONTRACT, name, **changes)
    contract_record(contract, action, source=move.source, actor=actor, now=now, detail=detail)
    return move


def contract_record(
    contract: Contract, action: str, *, source: str, actor: Actor, now: Moment, detail: dict[str, Any]
) -> None:
    """The audit row of what brought a contract from `source` to where it is."""
    detail = {"reference": contract.reference} | detail
    members.move_record(contract, CONTRACT_SUBJECT, action, source=source, detail=detail, actor=actor, now=now)

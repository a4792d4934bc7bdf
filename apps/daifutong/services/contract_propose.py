"""A reviewer of the bank sets the terms that it can offer: the first of two people."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core import params
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput
from apps.members import api as members

from ..choices import CONTRACT_SUBJECT, FEE_OTHER, FEE_OWN
from ..contracts import ContractAnswer
from ..models import Contract
from ..rules.contract import Wanted, faults_of
from ..selectors.contracts import bank_bounds, terms_digest, terms_of
from .contract_moves import contract_move, contract_once


@use_case
def contract_propose(
    *,
    contract_id: UUID,
    fee_own_fen: int,
    fee_other_fen: int,
    batch_limit_fen: int,
    day_limit_fen: int,
    key: str,
    actor: Actor,
    now: Moment,
) -> ContractAnswer:
    """Adds the fees (分 a paid line, VAT included, at most the price list's) and the limits, and asks an approver.

    Key: (person, key). Locks the contract. Raises NotFound, IllegalMove, InvalidInput E_TERMS, Conflict
    ENTERPRISE_SUSPENDED, KeyReused, Busy.
    """
    said = {
        "fee_own_fen": fee_own_fen,
        "fee_other_fen": fee_other_fen,
        "batch_limit_fen": batch_limit_fen,
        "day_limit_fen": day_limit_fen,
    }

    def propose(contract: Contract) -> None:
        members.require_certified(contract.enterprise_id)
        _check(contract, said, now)
        contract_move(
            contract, "propose", "daifutong.contract.proposed", actor=actor, now=now, detail=said, reason="", **said
        )
        approvals.request(
            kind=CONTRACT_SUBJECT,
            subject_id=contract.pk,
            digest=terms_digest(contract),
            summary=dict(terms_of(contract)),
            steps=(Role.APPROVER,),
            actor=actor,
            unit_path=members.enterprise_brief(contract.enterprise_id).unit_path,
            now=now,
        )

    return contract_once(verb="propose", contract_id=contract_id, key=key, actor=actor, effect=propose, **said)


def _check(contract: Contract, said: dict[str, int], now: Moment) -> None:
    wanted = Wanted(
        tuple(contract.kinds),
        contract.pay_day,
        contract.tier_one_fen,
        contract.tier_two_fen,
        said["batch_limit_fen"],
        said["day_limit_fen"],
    )
    faults = faults_of(wanted, bank_bounds(now))
    for name, key in (("fee_own_fen", FEE_OWN), ("fee_other_fen", FEE_OTHER)):
        if not 0 <= said[name] <= params.get(key, now.business_date):
            faults[name] = "每笔手续费不能高于公示的收费标准。"
    if faults:
        raise InvalidInput("E_TERMS", "签约条款有误,请按提示修改。", fields=faults)

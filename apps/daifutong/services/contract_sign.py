"""The enterprise signs the terms that the bank offers: from here on it may pay wages."""

from uuid import UUID

from apps.agreements import api as agreements
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict
from apps.core.idempotency import body_hash
from apps.identity import api as identity
from apps.members import api as members

from ..choices import CONTRACTS_HELD
from ..contracts import ContractAnswer
from ..models import Contract
from ..rules.contract import CONTRACT
from ..selectors.contracts import contract_unsuspended, terms_digest, terms_of
from .contract_moves import contract_move, contract_once

AGREEMENT = "payroll_service"


@use_case
def contract_sign(
    *, contract_id: UUID, digest: str, text_hash: str, key: str, actor: Actor, now: Moment
) -> ContractAnswer:
    """Signs the agreement together with these terms, and ends the contract that held before.

    `digest` names the terms and `text_hash` the words that were shown; the step-up is bound to both. Key: (enterprise,
    person, key). Locks both contracts. Raises NotFound, IllegalMove, Conflict STALE, AGREEMENT_CHANGED,
    ENTERPRISE_SUSPENDED or CONTRACT_SUSPENDED, StepUpRequired, KeyReused, Busy.
    """

    def sign(contract: Contract) -> None:
        members.require_certified(contract.enterprise_id)
        CONTRACT.check(contract.state, "sign")
        if terms_digest(contract) != digest:
            raise Conflict("STALE", "签约条款已变更,请刷新后重新核对再签署。")
        words = agreements.words_in_force(AGREEMENT, now)
        shown = dict(terms_of(contract)) | {"协议": f"{words.title} 第 {words.version} 版"}
        named = body_hash({"contract": digest, "words": text_hash})
        identity.require_step_up(actor=actor, digest=named, shown=shown, now=now)
        agreements.sign_words(code=AGREEMENT, text_hash=text_hash, subject_id=contract.pk, actor=actor, now=now)
        _replace(contract, actor, now)
        contract_move(
            contract,
            "sign",
            "daifutong.contract.signed",
            actor=actor,
            now=now,
            detail={"digest": digest, "text_hash": text_hash},
            signer_display=actor.display,
            signed_at=now.wall,
        )

    said = {"digest": digest, "text_hash": text_hash}
    return contract_once(verb="sign", contract_id=contract_id, key=key, actor=actor, effect=sign, **said)


def _replace(contract: Contract, actor: Actor, now: Moment) -> None:
    rows = Contract.objects.scoped(actor).filter(state__in=CONTRACTS_HELD)
    for one in lock_rows(rows):
        contract_unsuspended(one)  # other terms are no way around the bank's word
        detail = {"by": contract.reference}
        contract_move(
            one, "replace", "daifutong.contract.replaced", actor=actor, now=now, detail=detail, ended_at=now.wall
        )

"""A person changes what an instruction does: signed anew, product and account stay (WM-13)."""

from typing import Any
from uuid import UUID

from apps.agreements import api as agreements
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.core.idempotency import body_hash, once
from apps.identity import api as identity

from ..choices.instruction import MANDATE
from ..choices.product import TermsState
from ..contracts import InstructionTerms, Reading
from ..models import Terms
from ..rules.lives import INSTRUCTION
from .instruction_moves import instruction_locked, instruction_move, product_allows, terms_fields
from .instruction_sign import body_of, instruction_shown, mandate_signed, mandate_unchanged
from .purchase_place import amount_check, read_check


@use_case
def instruction_change(
    *,
    instruction_id: UUID,
    said: InstructionTerms,
    reading: Reading,
    mandate_hash: str,
    is_care_confirmed: bool = False,
    key: str,
    actor: Actor,
    now: Moment,
) -> None:
    """The mandate before ends, another one is signed. Key: (person, key). Needs a step-up that names the terms. Locks
    the instruction, then its mandate.

    Raises NotFound, IllegalMove; InvalidInput E_TERMS, E_AMOUNT, READ_FIRST, CARE; Conflict NOT_ON_SALE, PERSON_MAX,
    QUOTA, PAPERS_CHANGED, AGREEMENT_CHANGED, KIND_FIXED, what money_require raises; StepUpRequired, KeyReused, Busy.
    """
    words = [reading.prospectus_hash, reading.risk_hash, mandate_hash]
    body = {"instruction": instruction_id, "words": words, "care": is_care_confirmed} | body_of(said)

    def effect() -> dict[str, Any]:
        identity.money_require(actor=actor, now=now)
        one = instruction_locked(actor, instruction_id)
        INSTRUCTION.check(one.state, "change")
        if said.kind != one.kind:
            raise Conflict("KIND_FIXED", "约定的种类不能更改,请解约后重新签约。")
        terms = Terms.objects.select_related("product").get(product=one.product_id, state=TermsState.IN_FORCE)
        product_allows(one.kind, terms)
        read_check(terms, reading, is_care_confirmed, actor, now)
        fields = terms_fields(said, now)
        if said.fen:
            amount_check(terms.product, terms, actor.person, said.fen)
        mandate_unchanged(mandate_hash, now)
        shown = instruction_shown(said, terms, one.account_masked)
        identity.require_step_up(actor=actor, digest=body_hash({"terms": terms.digest} | body), shown=shown, now=now)
        agreements.mandates_end(kind=MANDATE, subject_id=one.pk, actor=actor, now=now)
        mandate_id = mandate_signed(one, terms, shown, reading, actor, now)
        instruction_move(one, "change", "changed", actor=actor, now=now, mandate_id=mandate_id, failures=0, **fields)
        return {"instruction_id": str(one.pk)}

    once(actor=actor, route="shenhuobao.instruction_change", key=key, body=body, effect=effect)

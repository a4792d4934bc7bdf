"""A person signs that a product is bought again and again: 定投, 工资日自动转入 or 利民宝 (WM-2, WM-13)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apps.agreements import api as agreements
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountBrief
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.core.idempotency import body_hash, once
from apps.core.ids import new_id
from apps.identity import api as identity

from ..choices.instruction import MANDATE, OPEN_INSTRUCTIONS, InstructionKind
from ..choices.order import AGREEMENT
from ..choices.plan import PlanState
from ..contracts import InstructionTerms, Reading
from ..models import Instruction, Plan, Terms
from ..rules.lives import INSTRUCTION
from ..selectors.instructions import agreed_in_words
from ..selectors.suitability import assessment_for
from .instruction_moves import instruction_record, product_allows, terms_fields
from .purchase_place import amount_check, on_sale, read_check


@use_case
def instruction_sign(
    *,
    product_id: UUID,
    account_id: UUID,
    said: InstructionTerms,
    reading: Reading,
    mandate_hash: str,
    is_care_confirmed: bool = False,
    key: str,
    actor: Actor,
    now: Moment,
) -> UUID:
    """Signs agreement and mandate; no money moves yet. It belongs to the person's plan of this product, where there is
    one; 工资日自动转入 needs it.

    Key: (person, key). Needs a step-up that names product, terms, account and words. Locks the product, the account.
    Raises NotFound; InvalidInput E_TERMS, E_AMOUNT, READ_FIRST, CARE; Conflict NOT_ON_SALE, NOT_SWEPT, PLAN_MISSING,
    INSTRUCTION_EXISTS, QUOTA, PERSON_MAX, PAPERS_CHANGED, AGREEMENT_CHANGED, ACCOUNT_STATUS, the codes of
    `selectors.suitability`, what money_require raises; StepUpRequired, KeyReused, Busy.
    """
    words = [reading.prospectus_hash, reading.risk_hash, reading.agreement_hash, mandate_hash]
    body = {"product": product_id, "account": account_id, "words": words, "care": is_care_confirmed} | body_of(said)

    def effect() -> dict[str, Any]:
        identity.money_require(actor=actor, now=now)
        product, terms = on_sale(product_id)
        product_allows(said.kind, terms)
        assessment_for(actor.person, terms.rating, now)
        evidence = read_check(terms, reading, is_care_confirmed, actor, now)
        fields = terms_fields(said, now)
        if said.fen:
            amount_check(product, terms, actor.person, said.fen)
        plan = _plan(product_id, said, actor)
        account = bankaccounts.own_payer_hold(actor, account_id)
        _only_one(product_id, account_id, said.kind, actor)
        mandate_unchanged(mandate_hash, now)
        shown = instruction_shown(said, terms, account.masked_number)
        identity.require_step_up(actor=actor, digest=body_hash({"terms": terms.digest} | body), shown=shown, now=now)
        one = _made(said, terms, plan, account, fields, actor, now)
        one.evidence = evidence
        one.mandate_id = mandate_signed(one, terms, shown, reading, actor, now)
        one.save()
        agreements.sign_words(code=AGREEMENT, text_hash=reading.agreement_hash, subject_id=one.pk, actor=actor, now=now)
        instruction_record(one, "signed", source="", actor=actor, now=now)
        return {"instruction_id": str(one.pk)}

    answer, _ = once(actor=actor, route="shenhuobao.instruction_sign", key=key, body=body, effect=effect)
    return UUID(answer["instruction_id"])


def body_of(said: InstructionTerms) -> dict[str, object]:
    """What is agreed, as a digest covers it."""
    return {
        "kind": said.kind, "fen": said.fen, "rhythm": said.rhythm, "day": said.day, "percent": str(said.percent),
        "cap": said.cap_fen, "floor": said.floor_fen,
    }  # fmt: skip


def mandate_unchanged(mandate_hash: str, now: Moment) -> None:
    """Raises Conflict AGREEMENT_CHANGED when other words hold by now."""
    if agreements.words_in_force(MANDATE, now).text_hash != mandate_hash:
        raise Conflict("AGREEMENT_CHANGED", "授权书已有新版本,请重新阅读后签署。")


def instruction_shown(said: InstructionTerms, terms: Terms, account: str) -> dict[str, str]:
    """What the person signs, label by label."""
    return {
        "产品": f"{terms.name}(R{terms.rating})",
        **{pair.label: pair.value for pair in agreed_in_words(said)},
        "付款账户": account,
        "提示": "理财非存款,可能损失本金;随时可以暂停、变更或解约",
    }


def mandate_signed(
    one: Instruction, terms: Terms, shown: Mapping[str, str], reading: Reading, actor: Actor, now: Moment
) -> UUID:
    """The mandate of an instruction, in the caller's transaction. Raises InvalidInput READ_FIRST."""
    return agreements.mandate_sign(
        kind=MANDATE, agreement=MANDATE, subject_id=one.pk, title=f"{terms.name} 自动申购授权"[:60],
        terms=list(shown.items()), expires_on=None, opened_at=reading.opened_at, actor=actor, now=now,
    )  # fmt: skip


def _plan(product_id: UUID, said: InstructionTerms, actor: Actor) -> Plan | None:
    plan = Plan.objects.scoped(actor).filter(product=product_id, state=PlanState.ACTIVE).first()
    if plan is None and said.kind == InstructionKind.PAY_DAY:
        raise Conflict("PLAN_MISSING", "工资日自动转入须先为这只产品建立一个进行中的计划。")
    return None if said.kind == InstructionKind.SWEEP else plan


def _only_one(product_id: UUID, account_id: UUID, kind: str, actor: Actor) -> None:
    """Under the product's and the account's locks."""
    rows = Instruction.objects.scoped(actor).filter(kind=kind, state__in=OPEN_INSTRUCTIONS)
    if rows.filter(product=product_id).exists():
        raise Conflict("INSTRUCTION_EXISTS", "您对这只产品已有同样的约定,请在约定页面修改。")
    if kind == InstructionKind.SWEEP and rows.filter(account_id=account_id).exists():
        raise Conflict("INSTRUCTION_EXISTS", "这个账户已经签约利民宝,请先解约或者修改原来的约定。")


def _made(
    said: InstructionTerms, terms: Terms, plan: Plan | None, account: AccountBrief, fields: Mapping[str, Any],
    actor: Actor, now: Moment,
) -> Instruction:  # fmt: skip
    return Instruction(
        id=new_id(),
        kind=said.kind,
        state=INSTRUCTION.check("", "sign").target,
        person_id=actor.person,
        unit_path=account.unit_path,
        product=terms.product,
        plan=plan,
        account_id=account.id,
        account_ledger_id=account.ledger_account_id,
        account_masked=account.masked_number,
        signed_at=now.business_at,
        **fields,
    )

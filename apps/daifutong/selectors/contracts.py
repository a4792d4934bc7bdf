"""The signing of 代付通: which terms hold, what is under way."""

from collections.abc import Mapping
from uuid import UUID

from apps.approvals import api as approvals
from apps.core import params
from apps.core.access import allows
from apps.core.actors import Actor, Relation
from apps.core.clock import Moment
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.core.money import Fen, format_yuan
from apps.members import api as members

from ..choices import (
    BATCH_LIMIT,
    CONTRACT_LABELS,
    CONTRACT_TONES,
    CONTRACTS_HELD,
    CONTRACTS_OPEN,
    DAY_LIMIT,
    KIND_LABELS,
    PAY_DAYS,
    TERMINATION,
    TIER_ONE_LIMIT,
    TIER_TWO_LIMIT,
    BatchKind,
    ContractState,
)
from ..contracts import ContractDesk, ContractDetail, ContractLine, ContractPage, Termination
from ..models import Batch, Contract
from ..rules.batch import NOT_RELEASED
from ..rules.contract import CONTRACT, Bounds

PAGE, PAST = 20, 20
WHY = "the terms that bind an enterprise's own batches"
TERMS = (
    "payer_account_id", "kinds", "pay_day", "tier_one_fen", "tier_two_fen", "batch_limit_fen", "day_limit_fen",
    "confidential_person_ids", "fee_own_fen", "fee_other_fen",
)  # fmt: skip
PERMISSIONS = {
    "propose": "daifutong.contract.propose",
    "decline": "daifutong.contract.propose",
    "offer": "daifutong.contract.decide",
    "withdraw": "daifutong.contract.manage",
    "sign": "daifutong.contract.manage",
    "end": "daifutong.contract.manage",
    "suspend": "daifutong.contract.suspend",
    "resume": "daifutong.contract.resume",
}


def contract_in_force(enterprise_id: UUID) -> Contract | None:
    """The terms that the enterprise has signed, also while the bank has suspended them; None without any."""
    return Contract.objects.system(WHY).filter(enterprise_id=enterprise_id, state__in=CONTRACTS_HELD).first()


def contract_required(enterprise_id: UUID) -> Contract:
    """The terms under which the enterprise may pay now. Raises Conflict NO_CONTRACT, CONTRACT_SUSPENDED."""
    contract = contract_in_force(enterprise_id)
    if contract is None:
        raise Conflict("NO_CONTRACT", "企业还没有签约代付通,请企业管理员先在「代付通签约」办理。")
    contract_unsuspended(contract)
    return contract


def contract_unsuspended(contract: Contract | None) -> None:
    """Raises Conflict CONTRACT_SUSPENDED."""
    if contract and contract.state == ContractState.SUSPENDED:
        raise Conflict("CONTRACT_SUSPENDED", "银行已暂停代付通签约,恢复前不能发起或发放,请在「代付通签约」查看原因。")


def bank_bounds(now: Moment) -> Bounds:
    """What the bank allows at most, in 分."""
    keys = (TIER_ONE_LIMIT, TIER_TWO_LIMIT, BATCH_LIMIT, DAY_LIMIT)
    known = params.values(keys, now.business_date)
    return Bounds(*(known[key] for key in keys))


def contract_keep(contract: Contract, *, kind: str, payer_account_id: UUID) -> None:
    """Whether a batch of that kind from that account is within the terms. Raises InvalidInput E_KIND, E_PAYER."""
    if kind not in contract.kinds:
        message = f"签约的代发类型不包括{KIND_LABELS[BatchKind(kind)]},请选择其他类型,或由企业管理员变更签约。"
        raise InvalidInput("E_KIND", message, fields={"kind": message})
    if payer_account_id != contract.payer_account_id:
        message = f"只能从签约的付款账户 {contract.payer_masked} 代发。"
        raise InvalidInput("E_PAYER", message, fields={"payer_account_id": message})


def confidential_allow(contract: Contract, actor: Actor) -> None:
    """Whether the actor may make a confidential batch: he would not see it otherwise. Raises InvalidInput."""
    if str(actor.person_id) not in contract.confidential_person_ids:
        message = "保密代发须由签约时指定的人员经办,请由指定人员办理,或取消勾选。"
        raise InvalidInput("E_CONFIDENTIAL", message, fields={"is_confidential": message})


def lines_hidden(batch: Batch, actor: Actor) -> bool:
    """Whether the lines of a confidential batch are not for this actor: he sees its totals alone. One query for such a
    batch, none for others."""
    if not batch.is_confidential or actor.relation == Relation.SYSTEM:
        return False
    contract = contract_in_force(batch.enterprise_id)
    return contract is None or str(actor.person_id) not in contract.confidential_person_ids


def lines_require(batch: Batch, actor: Actor) -> None:
    """Raises Forbidden CONFIDENTIAL where the lines are hidden from the actor."""
    if lines_hidden(batch, actor):
        raise Forbidden("这是保密代发,明细只对签约时指定的人员开放。", code="CONFIDENTIAL")


def contract_of(actor: Actor) -> ContractDetail | None:
    """The terms that the actor's enterprise has signed, suspended or not; None before it has signed any."""
    row = Contract.objects.scoped(actor).select_related("enterprise").filter(state__in=CONTRACTS_HELD).first()
    return _detail(row, actor, _names(row)) if row else None


def contract_desk(actor: Actor) -> ContractDesk:
    """All contracts of the actor's enterprise."""
    rows = list(Contract.objects.scoped(actor).select_related("enterprise").order_by("-requested_at"))
    active = next((row for row in rows if row.state in CONTRACTS_HELD), None)
    under_way = next((row for row in rows if row.state in CONTRACTS_OPEN), None)
    past = [row for row in rows if row not in (active, under_way)]
    shown = active or under_way
    names = _names(shown) if shown else {}
    return ContractDesk(
        active=_detail(active, actor, names) if active else None,
        open=_detail(under_way, actor, names) if under_way else None,
        past=tuple(_line(row) for row in past[:PAST]),
    )


def contract_detail(actor: Actor, contract_id: UUID) -> ContractDetail:
    """Raises NotFound."""
    row = Contract.objects.scoped(actor).select_related("enterprise").filter(pk=contract_id).first()
    if row is None:
        raise NotFound("没有找到这份代付通签约。")
    return _detail(row, actor, _names(row))


def termination_of(actor: Actor, contract_id: UUID) -> Termination | None:
    """What a person of the bank may do to end a contract; None for one that does not hold, or is not the actor's."""
    row = Contract.objects.scoped(actor).filter(pk=contract_id, state__in=CONTRACTS_HELD).first()
    if row is None:
        return None
    asked = approvals.waiting(kind=TERMINATION, subject_id=row.pk)
    mine = approvals.pending(actor) if asked and allows(actor, "daifutong.termination.decide") else ()
    batches = Batch.objects.system(WHY).filter(enterprise_id=row.enterprise_id, state__in=NOT_RELEASED)
    return Termination(
        may_ask=asked is None and allows(actor, "daifutong.contract.terminate"),
        may_decide=any(one.request_id == asked.request_id for one in mine) if asked else False,
        asked=tuple(asked.summary.items()) if asked else (),
        maker=asked.maker if asked else "",
        digest=asked.digest if asked else "",
        under_way=batches.count(),
    )


def contracts_for_staff(actor: Actor, page: int = 1) -> ContractPage:
    """The contracts of the actor's unit and below, those that wait for the bank first."""
    rows = Contract.objects.scoped(actor).select_related("enterprise")
    waiting = [ContractState.REQUESTED, ContractState.PROPOSED]
    ordered = [*rows.filter(state__in=waiting).order_by("requested_at", "pk")]
    others = rows.exclude(state__in=waiting).order_by("-requested_at", "-pk")
    total = len(ordered) + others.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    first, last = (page - 1) * PAGE, page * PAGE
    shown = ordered[first:last]
    at = max(first - len(ordered), 0)
    shown += others[at : at + PAGE - len(shown)]
    return ContractPage(tuple(_line(row) for row in shown), page, pages, total)


def terms_of(contract: Contract) -> tuple[tuple[str, str], ...]:
    """The terms as they are shown, approved and signed."""
    return _terms(contract, _names(contract))


def _terms(contract: Contract, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    named = _confidential(contract, names)
    last = f"每月 {contract.pay_day} 日" if contract.pay_day < PAY_DAYS else "每月最后一天"
    terms = [
        ("企业", contract.payer_name),
        ("付款账户", contract.payer_masked),
        ("代发类型", "、".join(KIND_LABELS[BatchKind(kind)] for kind in contract.kinds)),
        ("发薪日", f"{last},遇休息日提前"),
        ("复核即可", f"{format_yuan(Fen(contract.tier_one_fen))} 元以内"),
        ("一名授权人", f"{format_yuan(Fen(contract.tier_two_fen))} 元以内,超过须两名"),
        ("单批限额", f"{format_yuan(Fen(contract.batch_limit_fen))} 元"),
        ("每日限额", f"{format_yuan(Fen(contract.day_limit_fen))} 元"),
        ("保密代发", "、".join(named) if named else "不使用"),
    ]
    if contract.fee_own_fen is not None and contract.fee_other_fen is not None:
        terms += [
            ("手续费(本行)", f"每笔 {format_yuan(Fen(contract.fee_own_fen))} 元,含税,只收成功的"),
            ("手续费(跨行)", f"每笔 {format_yuan(Fen(contract.fee_other_fen))} 元,含税,只收成功的"),
        ]
    return tuple(terms)


def terms_digest(contract: Contract) -> str:
    """Names exactly these terms of exactly this contract."""
    said = {name: getattr(contract, name) for name in TERMS}
    return body_hash({"contract": contract.pk} | said)


def _names(contract: Contract) -> dict[str, str]:
    """The masked names of the enterprise's operators, by person."""
    return {str(one.person_id): one.name for one in members.operators(contract.enterprise_id)}


def _confidential(contract: Contract, names: Mapping[str, str]) -> tuple[str, ...]:
    """Who alone sees the lines of a confidential batch; who is no operator any more does not."""
    return tuple(names[person] for person in contract.confidential_person_ids if person in names)


def _line(row: Contract) -> ContractLine:
    state = ContractState(row.state)
    return ContractLine(
        id=row.pk,
        reference=row.reference,
        enterprise_name=row.enterprise.name,
        state=state,
        state_label=CONTRACT_LABELS[state],
        tone=CONTRACT_TONES.get(state, "neutral"),
        requested_at=row.requested_at,
        signed_at=row.signed_at,
        ended_at=row.ended_at,
        reason=row.reason,
    )


def _detail(row: Contract, actor: Actor, names: Mapping[str, str]) -> ContractDetail:
    moves = {move.name for move in CONTRACT.leaving(row.state)}
    if row.suspended_by == actor.person_id:
        moves.discard("resume")
    return ContractDetail(
        line=_line(row),
        payer_account_id=row.payer_account_id,
        payer_masked=row.payer_masked,
        payer_name=row.payer_name,
        kinds=tuple(row.kinds),
        kind_labels=tuple(KIND_LABELS[BatchKind(kind)] for kind in row.kinds),
        pay_day=row.pay_day,
        tier_one_fen=row.tier_one_fen,
        tier_two_fen=row.tier_two_fen,
        batch_limit_fen=row.batch_limit_fen,
        day_limit_fen=row.day_limit_fen,
        fee_own_fen=row.fee_own_fen,
        fee_other_fen=row.fee_other_fen,
        confidential=_confidential(row, names),
        confidential_person_ids=tuple(UUID(one) for one in row.confidential_person_ids),
        terms=_terms(row, names),
        digest=terms_digest(row),
        requester=row.requester_display,
        signer=row.signer_display,
        may=frozenset(name for name, needed in PERMISSIONS.items() if name in moves and allows(actor, needed)),
    )

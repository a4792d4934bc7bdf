"""The maker hands a batch over to the second person."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core import params
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput
from apps.core.money import format_yuan
from apps.core.outbox import publish
from apps.members import api as members

from ..choices import BATCH_SUBJECT, KIND_LABELS, TIER_ONE_LIMIT, TIER_TWO_LIMIT, BatchKind
from ..contracts import BatchAnswer, Comparison
from ..events import BatchSubmitted
from ..models import Batch, Contract
from ..rules.batch import approval_steps
from ..selectors.comparison import comparison_of
from ..selectors.contracts import contract_keep, contract_required
from ..selectors.figures import content_hash, fingerprint, overlap
from .batch_moves import batch_move, batch_once, batch_record, duplicates_refused
from .follow_ups import follow_ups_claim


@use_case
def batch_submit(*, batch_id: UUID, warnings_confirmed: bool, key: str, actor: Actor, now: Moment) -> BatchAnswer:
    """Freezes the hash of exactly these lines and asks for the approvals that the total needs (PY-6).

    Key: (enterprise, person, key). Locks the batch. Raises NotFound, IllegalMove (a line still has an error),
    InvalidInput WARNINGS until the warnings are confirmed, E_EMPTY for a batch without lines, Conflict DUP_BATCH when
    the same wages were submitted meanwhile, ALREADY_FOLLOWED when another batch pays one of its lines, what the
    contract does not allow (NO_CONTRACT, CONTRACT_SUSPENDED, E_KIND, E_PAYER, E_BATCH_LIMIT), Conflict
    ENTERPRISE_SUSPENDED.
    """

    def submit(batch: Batch) -> None:
        members.require_certified(batch.enterprise_id)
        alike = overlap(batch, now.business_date)  # other batches may have come since the import
        batch.overlap_percent, batch.overlap_reference = alike.overlap_percent, alike.overlap_reference
        _check(batch, warnings_confirmed)
        contract = contract_required(batch.enterprise_id)
        contract_keep(contract, kind=batch.kind, payer_account_id=batch.payer_account_id)
        if batch.total_fen > contract.batch_limit_fen:
            most = format_yuan(contract.batch_limit_fen)
            raise InvalidInput("E_BATCH_LIMIT", f"合计超过签约的单批限额 {most} 元,请分批,或由企业管理员变更签约。")
        _submit(batch, contract, actor, now)

    return batch_once(
        verb="submit", batch_id=batch_id, key=key, actor=actor, effect=submit, confirmed=warnings_confirmed
    )


def _check(batch: Batch, warnings_confirmed: bool) -> None:
    if batch.row_count == 0:
        raise InvalidInput("E_EMPTY", "批次中没有可代发的明细。")
    if batch.warning_count and not warnings_confirmed:
        message = f"有 {batch.warning_count} 条警告,请逐条核对后勾选「警告已核对」再提交。"
        raise InvalidInput("WARNINGS", message, fields={"warnings_confirmed": message})
    if batch.overlap_percent and not warnings_confirmed:
        message = f"{overlap_said(batch)},可能是重复代发,请核对后勾选「重复提醒已核对」再提交。"
        raise InvalidInput("WARNINGS", message, fields={"warnings_confirmed": message})


def _steps(batch: Batch, contract: Contract, now: Moment) -> tuple[Role, ...]:
    """The contract's tiers, or the bank's where it has become stricter since."""
    bank = [params.get(limit, now.business_date) for limit in (TIER_ONE_LIMIT, TIER_TWO_LIMIT)]
    tier_one, tier_two = min(contract.tier_one_fen, bank[0]), min(contract.tier_two_fen, bank[1])
    return approval_steps(batch.total_fen, tier_one=tier_one, tier_two=tier_two)


def _submit(batch: Batch, contract: Contract, actor: Actor, now: Moment) -> None:
    follow_ups_claim(batch)
    digest = content_hash(batch)
    steps = _steps(batch, contract, now)
    with duplicates_refused():
        move = batch_move(
            batch,
            "submit",
            content_hash=digest,
            fingerprint=fingerprint(batch),
            file_guard=None if batch.permit_id else batch.file_sha256,
            overlap_percent=batch.overlap_percent,
            overlap_reference=batch.overlap_reference,
            maker_person_id=actor.person_id,
            maker_display=actor.display,
            checker_person_id=None,
            authoriser_person_id=None,
            second_authoriser_person_id=None,
            approvals_due=len(steps),
            submitted_at=now.business_at,
        )
    batch.approval_id = approvals.request(
        kind=BATCH_SUBJECT,
        subject_id=batch.pk,
        digest=digest,
        summary=summary(batch),
        steps=steps,
        actor=actor,
        enterprise_id=batch.enterprise_id,
        unit_path=members.enterprise_brief(batch.enterprise_id).unit_path,
        now=now,
    )
    batch.save(update_fields=["approval_id"])
    batch_record(
        batch, "daifutong.batch.submitted", source=move.source, actor=actor, now=now, detail={"digest": digest}
    )
    publish(BatchSubmitted(batch.pk, 0))


def summary(batch: Batch) -> dict[str, str]:
    """What an approver sees and signs, label by label."""
    said = {
        "批次": f"{batch.title}({batch.reference})",
        "类型": KIND_LABELS[BatchKind(batch.kind)],
        "所属月份": batch.pay_period,
        "发放日期": f"{batch.pay_on:%Y-%m-%d}" if batch.pay_on else "审批完成后立即发放",
        "笔数": f"{batch.row_count} 笔",
        "合计": f"¥{format_yuan(batch.total_fen)}",
        "付款账户": batch.payer_masked,
        "文件校验码": batch.file_sha256[:16],
    }
    if batch.is_confidential:
        said["保密代发"] = "明细只对指定人员开放"
    if batch.overlap_percent:
        said["重复提醒"] = overlap_said(batch)
    if compared := comparison_of(batch):
        said["与上期相比"] = _difference_said(compared)
    if batch.permit:
        said["重复代发"] = f"{batch.permit.display}已允许:{batch.permit.reason}"
    return said


def _difference_said(compared: Comparison) -> str:
    people = (f"{part.label} {part.count} 人" for part in compared.parts if part.count)
    sign = "-" if compared.more_fen < 0 else "+"
    totals = f"{compared.more:+} 笔,{sign}¥{format_yuan(abs(compared.more_fen))}"
    return ";".join((f"较 {compared.previous_period} {totals}", *people))


def overlap_said(batch: Batch) -> str:
    return f"与同期批次 {batch.overlap_reference} 有 {batch.overlap_percent}% 的账号和金额相同"

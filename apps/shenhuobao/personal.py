"""What this app holds of one person, for the person's copy."""

from uuid import UUID

from apps.core.clock import SHANGHAI
from apps.core.money import Fen, format_yuan
from apps.core.person_copy import Sheet

from .choices import INVESTOR_LEVEL_LABELS, InvestorLevel
from .choices.instruction import INSTRUCTION_KIND_LABELS, INSTRUCTION_LABELS, InstructionKind, InstructionState
from .choices.plan import PLAN_LABELS, PURPOSE_LABELS, PlanState, Purpose
from .choices.suitability import MARK_LABELS, MarkKind
from .models import AssessmentMark, Instruction, Plan, RiskAssessment, Run
from .selectors.assessments import answers_in_words
from .selectors.instructions import outcome_label, terms_said, title_of

WHY = "a copy for the person"


def _assessments(person_id: UUID) -> Sheet:
    rows = RiskAssessment.objects.system(WHY).filter(person_id=person_id).select_related("questionnaire")
    return Sheet(
        "风险测评",
        ("测评日期", "有效期至", "等级", "得分", "问卷版本", "回答", "提交时间", "作答秒数", "设备", "网络地址"),
        [
            (
                f"{row.assessed_on}",
                f"{row.valid_through}",
                INVESTOR_LEVEL_LABELS[InvestorLevel(row.level)],
                f"{row.score}",
                f"{row.questionnaire.number}",
                answers_in_words(row),
                f"{row.created_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                f"{row.evidence['seconds']}",
                row.evidence["device"],
                row.evidence["ip"],
            )
            for row in rows.order_by("created_at")
        ],
    )


def _marks(person_id: UUID) -> Sheet:
    rows = AssessmentMark.objects.system(WHY).filter(assessment__person_id=person_id).select_related("assessment")
    return Sheet(
        "风险测评的确认与停用",
        ("测评日期", "事项", "时间", "设备"),
        [
            (
                f"{row.assessment.assessed_on}",
                MARK_LABELS[MarkKind(row.kind)],
                f"{row.created_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                row.device,
            )
            for row in rows.order_by("created_at")
        ],
    )


def _plans(person_id: UUID) -> Sheet:
    rows = Plan.objects.system(WHY).filter(person_id=person_id).select_related("product")
    return Sheet(
        "申活宝计划",
        ("用途", "目标金额", "目标日期", "产品代码", "状态", "建立时间"),
        [
            (
                PURPOSE_LABELS[Purpose(row.purpose)],
                format_yuan(Fen(row.target_fen)),
                f"{row.target_date}",
                row.product.code,
                PLAN_LABELS[PlanState(row.state)],
                f"{row.created_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            )
            for row in rows.order_by("created_at")
        ],
    )


def _instructions(person_id: UUID) -> Sheet:
    rows = Instruction.objects.system(WHY).filter(person_id=person_id).select_related("product")
    return Sheet(
        "自动申购约定",
        ("种类", "约定", "产品代码", "付款账户", "状态", "签约时间"),
        [
            (
                INSTRUCTION_KIND_LABELS[InstructionKind(row.kind)],
                title_of(terms_said(row)),
                row.product.code,
                row.account_masked,
                INSTRUCTION_LABELS[InstructionState(row.state)],
                f"{row.signed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            )
            for row in rows.order_by("signed_at")
        ],
    )


def _runs(person_id: UUID) -> Sheet:
    rows = Run.objects.system(WHY).filter(instruction__person_id=person_id).select_related("instruction", "order")
    return Sheet(
        "自动申购执行记录",
        ("种类", "执行时间", "金额", "结果", "交易编号"),
        [
            (
                INSTRUCTION_KIND_LABELS[InstructionKind(row.instruction.kind)],
                f"{row.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                format_yuan(Fen(row.fen)),
                outcome_label(row.outcome) or "已提交申购",
                row.order.reference if row.order is not None else "",
            )
            for row in rows.order_by("at")
        ],
    )


SHEETS = (_assessments, _marks, _plans, _instructions, _runs)

"""What this app holds of one person, for the person's copy."""

from decimal import Decimal
from uuid import UUID

from apps.core.clock import SHANGHAI
from apps.core.money import Fen, format_yuan
from apps.core.person_copy import Sheet

from .choices import DIVIDEND_MODE_LABELS, INVESTOR_LEVEL_LABELS, DividendMode, InvestorLevel
from .choices.accord import ACCORD_LABELS, AccordState
from .choices.distribution import DISTRIBUTION_KIND_LABELS, PAYOUT_LABELS, DistributionKind, PayoutState
from .choices.instruction import INSTRUCTION_KIND_LABELS, INSTRUCTION_LABELS, InstructionKind, InstructionState
from .choices.order import ORDER_KIND_LABELS, ORDER_LABELS, RESERVED, OrderKind, OrderState
from .choices.plan import PLAN_LABELS, PURPOSE_LABELS, PlanState, Purpose
from .choices.product import TermsState
from .choices.suitability import MARK_LABELS, MarkKind
from .models import (
    Accord,
    AssessmentMark,
    Holding,
    Instruction,
    Order,
    Payout,
    Plan,
    RiskAssessment,
    Run,
    Terms,
    WealthPaper,
)
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


def _accords(person_id: UUID) -> Sheet:
    rows = Accord.objects.system(WHY).filter(person_id=person_id).order_by("created_at")
    return Sheet(
        "理财书面约定",
        ("编号", "签署日期", "状态", "终止原因"),
        [(row.number, f"{row.signed_on}", ACCORD_LABELS[AccordState(row.state)], row.reason) for row in rows],
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


def _orders(person_id: UUID) -> Sheet:
    rows = Order.objects.system(WHY).filter(person_id=person_id).select_related("terms", "target_terms")
    return Sheet(
        "理财交易",
        ("编号", "种类", "产品", "转入产品", "申请金额(元)", "申请份额", "账户", "提交时间", "交易日", "状态",
         "确认净值", "确认金额(元)", "确认份额", "手续费(元)", "转入份额", "阅读秒数"),
        [
            (
                row.reference,
                RESERVED if row.is_reservation else ORDER_KIND_LABELS[OrderKind(row.kind)],
                row.terms.name,
                row.target_terms.name if row.target_terms is not None else "",
                _yuan(row.amount_fen),
                _said(row.units),
                row.account_masked,
                f"{row.ordered_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
                f"{row.trade_date}",
                ORDER_LABELS[OrderState(row.state)],
                _said(row.nav),
                _yuan(row.filled_fen),
                _said(row.filled_units),
                _yuan(row.fee_fen),
                _said(row.target_units),
                f"{row.evidence.get('seconds', '')}",
            )
            for row in rows.order_by("ordered_at", "pk")
        ],
    )  # fmt: skip


def _holdings(person_id: UUID) -> Sheet:
    rows = Holding.objects.system(WHY).filter(person_id=person_id).select_related("product").order_by("opened_at")
    held = list(rows)
    terms = Terms.objects.filter(product__in=[row.product_id for row in held], state=TermsState.IN_FORCE)
    names = dict(terms.values_list("product_id", "name"))
    return Sheet(
        "理财持有",
        ("产品", "产品代码", "份额", "赎回在途份额", "成本(元)", "累计收益(元)", "分红方式", "首次确认时间"),
        [
            (
                names[row.product_id],
                row.product.code,
                f"{row.units}",
                f"{row.aside}",
                _yuan(row.cost_fen),
                _yuan(row.income_fen),
                DIVIDEND_MODE_LABELS[DividendMode(row.dividend_mode)],
                f"{row.opened_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            )
            for row in held
        ],
    )


def _payouts(person_id: UUID) -> Sheet:
    rows = Payout.objects.system(WHY).filter(holding__person_id=person_id).select_related("distribution__product")
    return Sheet(
        "理财分红与兑付",
        ("产品代码", "种类", "除息日或到期日", "份额", "方式", "到账金额(元)", "转为份额", "账户", "状态"),
        [
            (
                row.distribution.product.code,
                DISTRIBUTION_KIND_LABELS[DistributionKind(row.distribution.kind)],
                f"{row.distribution.ex_on}",
                f"{row.units}",
                DIVIDEND_MODE_LABELS[DividendMode(row.mode)],
                _yuan(row.cash_fen),
                f"{row.added}",
                row.account_masked,
                PAYOUT_LABELS[PayoutState(row.state)],
            )
            for row in rows.order_by("made_at", "pk")
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


def _said(value: Decimal | None) -> str:
    return "" if value is None else f"{value}"


def _yuan(fen: int | None) -> str:
    return "" if fen is None else format_yuan(Fen(fen))


def _papers(person_id: UUID) -> Sheet:
    rows = WealthPaper.objects.system(WHY).filter(person_id=person_id).order_by("issued_at")
    return Sheet(
        "理财对账单",
        ("期间", "期末参考市值(元)", "期间收益(元)", "出具时间", "打印次数"),
        [
            (
                f"{row.first} 至 {row.last}",
                _yuan(row.closing_fen),
                _yuan(row.gain_fen),
                f"{row.issued_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                f"{row.prints}",
            )
            for row in rows
        ],
    )


SHEETS = (_assessments, _marks, _accords, _orders, _holdings, _payouts, _papers, _plans, _instructions, _runs)

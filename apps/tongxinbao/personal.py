"""What this app holds of one person, for the person's copy."""

from uuid import UUID

from apps.core.clock import SHANGHAI
from apps.core.money import Fen, format_yuan
from apps.core.person_copy import Sheet

from .choices import HOLDING_LABELS, ORDER_LABELS, OUTCOME_LABELS, HoldingState, OrderState
from .models import EntrustedAnswer, Holding, LoanMandate, Order, PayoutLine
from .models.payout import KINDS

WHY = "a copy for the person"


def _orders(person_id: UUID) -> Sheet:
    rows = Order.objects.system(WHY).filter(person_id=person_id).select_related("issue__enterprise")
    return Sheet(
        "企业借款认购",
        ("企业", "借款", "金额(元)", "确认金额(元)", "付款账户", "提交时间", "状态"),
        [
            (
                row.issue.enterprise.name,
                row.issue.title,
                format_yuan(Fen(row.amount_fen)),
                format_yuan(Fen(row.allotted_fen)),
                row.account_masked,
                f"{row.placed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                ORDER_LABELS[OrderState(row.state)],
            )
            for row in rows.order_by("placed_at")
        ],
        is_private=True,
    )


def _mandates(person_id: UUID) -> Sheet:
    rows = LoanMandate.objects.system(WHY).filter(person_id=person_id).select_related("issue__enterprise")
    return Sheet(
        "企业借款委托授权",
        ("企业", "借款", "金额上限(元)", "付款账户", "有效期至", "签署时间"),
        [
            (
                row.issue.enterprise.name,
                row.issue.title,
                format_yuan(Fen(row.max_fen)),
                row.account_masked,
                f"{row.valid_until}",
                f"{row.signed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            )
            for row in rows.order_by("signed_at")
        ],
        is_private=True,
    )


def _listed(person_id: UUID) -> Sheet:
    """What the enterprise has sent under the person's name, whether or not it came to anything."""
    rows = EntrustedAnswer.objects.system(WHY).filter(person_id=person_id)
    return Sheet(
        "企业借款委托名单",
        ("企业", "借款", "金额(元)", "时间", "结果"),
        [
            (
                row.line.list.issue.enterprise.name,
                row.line.list.issue.title,
                format_yuan(Fen(row.line.amount_fen or 0)),
                f"{row.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                OUTCOME_LABELS.get(row.outcome, "已提交认购"),
            )
            for row in rows.select_related("line__list__issue__enterprise").order_by("at")
        ],
        is_private=True,
    )


def _holdings(person_id: UUID) -> Sheet:
    rows = Holding.objects.system(WHY).filter(person_id=person_id).select_related("issue__enterprise")
    return Sheet(
        "企业借款出借",
        ("企业", "借款", "合同编号", "本金(元)", "未归还本金(元)", "收款账户", "起息日", "状态"),
        [
            (
                row.issue.enterprise.name,
                row.issue.title,
                row.contract_number,
                format_yuan(Fen(row.principal_fen)),
                format_yuan(Fen(row.left_fen)),
                row.account_masked,
                f"{row.opened_on}",
                HOLDING_LABELS[HoldingState(row.state)],
            )
            for row in rows.order_by("opened_on", "number")
        ],
        is_private=True,
    )


def _paid(person_id: UUID) -> Sheet:
    rows = PayoutLine.objects.system(WHY).filter(person_id=person_id).select_related("payout__issue", "holding")
    return Sheet(
        "企业借款还本付息",
        ("合同编号", "种类", "支付日期", "本金(元)", "利息(元)", "逾期利息(元)", "代扣税款(元)", "到账(元)"),
        [
            (
                row.holding.contract_number,
                KINDS[row.payout.kind],
                f"{row.paid_on}",
                *(
                    format_yuan(Fen(fen))
                    for fen in (row.principal_fen, row.interest_fen, row.overdue_fen, row.tax_fen, row.net_fen)
                ),
            )
            for row in rows.order_by("paid_on", "payout__number")
        ],
        is_private=True,
    )


SHEETS = (_orders, _mandates, _listed, _holdings, _paid)

"""What this app holds of one person, for the person's copy. Figures stay behind the payslip's own step-up (PY-13)."""

from uuid import UUID

from apps.core.person_copy import Sheet

from .choices import CARD_LABELS, KIND_LABELS, PROOF_LABELS, BatchKind, ProofKind, WageCardState
from .models import Payslip, WageCard, WageProof


def _payslips(person_id: UUID) -> Sheet:
    rows = Payslip.objects.system("a copy for the person").filter(person_id=person_id)
    return Sheet(
        "工资条",
        ("企业", "月份", "类型", "到账账户尾号", "到账时间"),
        [
            (
                slip.row.batch.enterprise.name,
                slip.row.batch.pay_period,
                KIND_LABELS[BatchKind(slip.row.batch.kind)],
                slip.row.account_tail,
                f"{slip.published_at:%Y-%m-%d %H:%M}" + ("(退票)" if slip.row.bounced_at else ""),
            )
            for slip in rows.select_related("row__batch__enterprise").order_by("published_at")
        ],
    )


def _proofs(person_id: UUID) -> Sheet:
    rows = WageProof.objects.system("a copy for the person").filter(person_id=person_id)
    return Sheet(
        "收入证明和工资流水",
        ("种类", "企业", "期间", "出具给", "出具日期", "有效期至"),
        [
            (
                PROOF_LABELS[ProofKind(row.kind)],
                row.enterprise.name,
                f"{row.first} 至 {row.last}",
                row.recipient,
                f"{row.issued_on}",
                f"{row.expires_on}",
            )
            for row in rows.select_related("enterprise").order_by("issued_at")
        ],
    )


def _wagecards(person_id: UUID) -> Sheet:
    rows = WageCard.objects.system("a copy for the person").filter(person_id=person_id)
    return Sheet(
        "工资卡",
        ("企业", "账户", "卡号", "提交时间", "状态"),
        [
            (
                card.enterprise.name,
                card.label,
                card.number.masked,
                f"{card.submitted_at:%Y-%m-%d %H:%M}",
                CARD_LABELS[WageCardState(card.state)],
            )
            for card in rows.select_related("enterprise").order_by("submitted_at")
        ],
    )


SHEETS = (_payslips, _proofs, _wagecards)

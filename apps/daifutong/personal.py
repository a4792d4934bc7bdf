"""What this app holds of one person, for the person's copy. Figures stay behind the payslip's own step-up (PY-13)."""

from uuid import UUID

from apps.core.person_copy import Sheet

from .choices import KIND_LABELS, BatchKind
from .models import Payslip


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
                f"{slip.published_at:%Y-%m-%d %H:%M}",
            )
            for slip in rows.select_related("row__batch__enterprise").order_by("published_at")
        ],
    )


SHEETS = (_payslips,)

"""What this app holds of one person, for the person's copy."""

from uuid import UUID

from apps.core.person_copy import Sheet

from .contracts import CLASS_LABELS, STATUS_LABELS, AccountClass, AccountStatus
from .models import BankAccount


def _accounts(person_id: UUID) -> Sheet:
    rows = BankAccount.objects.system("a copy for the person").filter(holder_id=person_id).order_by("opened_on")
    return Sheet(
        "银行账户",
        ("账号", "类别", "状态", "开户日期"),
        [
            (
                row.number.masked,
                CLASS_LABELS[AccountClass(row.account_class)],
                STATUS_LABELS[AccountStatus(row.status)],
                f"{row.opened_on:%Y-%m-%d}",
            )
            for row in rows
        ],
    )


SHEETS = (_accounts,)

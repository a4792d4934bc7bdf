"""What this app holds of one person, for the person's copy."""

from uuid import UUID

from apps.core.person_copy import Sheet

from .contracts import CARD_LABELS, CLASS_LABELS, STATUS_LABELS, AccountClass, AccountStatus, BoundCardState
from .models import BankAccount, BoundCard


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


def _cards(person_id: UUID) -> Sheet:
    rows = BoundCard.objects.system("a copy for the person").filter(person_id=person_id).order_by("checked_at")
    return Sheet(
        "绑定的银行卡",
        ("卡号", "状态", "核验时间", "解绑时间"),
        [
            (
                row.number.masked,
                CARD_LABELS[BoundCardState(row.state)],
                f"{row.checked_at:%Y-%m-%d %H:%M:%S}",
                f"{row.unbound_at:%Y-%m-%d %H:%M:%S}" if row.unbound_at else "",
            )
            for row in rows
        ],
    )


SHEETS = (_accounts, _cards)

"""What this app holds of one person, for the person's copy."""

from uuid import UUID

from apps.core.money import plain_yuan
from apps.core.person_copy import Sheet

from .choices import DIRECTION_LABELS, STATE_LABELS, Direction, TransferState
from .models import Transfer


def _transfers(person_id: UUID) -> Sheet:
    rows = Transfer.objects.system("a copy for the person").filter(person_id=person_id).order_by("asked_at")
    return Sheet(
        "转账",
        ("方向", "金额(元)", "状态", "发起时间", "流水号"),
        [
            (
                DIRECTION_LABELS[Direction(row.direction)],
                plain_yuan(row.amount_fen),
                STATE_LABELS[TransferState(row.state)],
                f"{row.asked_at:%Y-%m-%d %H:%M:%S}",
                row.reference,
            )
            for row in rows
        ],
    )


SHEETS = (_transfers,)

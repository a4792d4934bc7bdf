"""What this app holds of one person, for the person's copy."""

from uuid import UUID

from apps.core.person_copy import Sheet

from .choices import PURPOSES
from .models import Notice, SmsPreference


def _notices(person_id: UUID) -> Sheet:
    rows = Notice.objects.system("a copy for the person").filter(person_id=person_id).order_by("created_at")
    return Sheet(
        "消息",
        ("标题", "内容", "时间"),
        [(row.title, row.body, f"{row.created_at:%Y-%m-%d %H:%M}") for row in rows],
    )


def _wishes(person_id: UUID) -> Sheet:
    said = dict(
        SmsPreference.objects.system("a copy for the person").filter(person_id=person_id).values_list("category", "sms")
    )
    return Sheet(
        "消息提醒设置",
        ("类别", "站内消息", "短信"),
        [
            (row.label, "接收", "接收" if row.is_locked or said.get(category, True) else "不接收")
            for category, row in PURPOSES.items()
        ],
    )


SHEETS = (_notices, _wishes)

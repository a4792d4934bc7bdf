"""What this app holds of one person, for the person's copy."""

from uuid import UUID

from apps.core.person_copy import Sheet

from .models import Notice


def _notices(person_id: UUID) -> Sheet:
    rows = Notice.objects.system("a copy for the person").filter(person_id=person_id).order_by("created_at")
    return Sheet(
        "消息",
        ("标题", "内容", "时间"),
        [(row.title, row.body, f"{row.created_at:%Y-%m-%d %H:%M}") for row in rows],
    )


SHEETS = (_notices,)

"""What this app holds of one person, for the person's copy."""

from uuid import UUID

from apps.core.person_copy import Sheet

from .models import Device
from .selectors import person_brief


def _person(person_id: UUID) -> Sheet:
    person = person_brief(person_id)
    return Sheet(
        "身份信息",
        ("姓名", "证件号", "手机号", "出生日期"),
        [(person.name, person.masked_id_number, person.masked_mobile, f"{person.birth:%Y-%m-%d}")],
    )


def _devices(person_id: UUID) -> Sheet:
    rows = Device.objects.filter(user__person_id=person_id).order_by("first_seen_at")
    return Sheet(
        "登录设备",
        ("设备", "网络地址", "首次登录", "最近登录"),
        [(row.name, row.ip, f"{row.first_seen_at:%Y-%m-%d}", f"{row.last_seen_at:%Y-%m-%d}") for row in rows],
    )


SHEETS = (_person, _devices)

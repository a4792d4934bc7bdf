"""What this app holds of one person, for the person's copy."""

from uuid import UUID

from apps.core.person_copy import Sheet

from .selectors import person_brief


def _person(person_id: UUID) -> Sheet:
    person = person_brief(person_id)
    return Sheet(
        "身份信息",
        ("姓名", "证件号", "手机号", "出生日期"),
        [(person.name, person.masked_id_number, person.masked_mobile, f"{person.birth:%Y-%m-%d}")],
    )


SHEETS = (_person,)

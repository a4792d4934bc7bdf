"""What this app holds of one person, for the person's copy."""

from uuid import UUID

from apps.core.person_copy import Sheet

from .contracts import LoginKind
from .models import Device, Person, User
from .selectors import factors_of, login_record, person_brief

KIND_LABELS = {LoginKind.EMPLOYEE: "员工", LoginKind.OPERATOR: "企业操作员", LoginKind.STAFF: "银行员工"}


def _person(person_id: UUID) -> Sheet:
    person = person_brief(person_id)
    row = Person.objects.system("a copy for the person").only("former_mobile").get(pk=person_id)
    former = row.former_mobile.masked if row.former_mobile else ""
    return Sheet(
        "身份信息",
        ("姓名", "证件号", "手机号", "上一个手机号", "出生日期"),
        [(person.name, person.masked_id_number, person.masked_mobile, former, f"{person.birth:%Y-%m-%d}")],
    )


def _devices(person_id: UUID) -> Sheet:
    rows = Device.objects.filter(user__person_id=person_id).order_by("first_seen_at")
    return Sheet(
        "登录设备",
        ("设备", "网络地址", "首次登录", "最近登录"),
        [(row.name, row.ip, f"{row.first_seen_at:%Y-%m-%d}", f"{row.last_seen_at:%Y-%m-%d}") for row in rows],
    )


def _logins(person_id: UUID) -> list[User]:
    return list(User.objects.filter(person_id=person_id).order_by("pk"))


def _sign_ins(person_id: UUID) -> Sheet:
    return Sheet(
        "登录记录",
        ("身份", "事项", "时间", "设备", "网络地址"),
        [
            (KIND_LABELS[LoginKind(login.kind)], line.sentence, f"{line.at:%Y-%m-%d %H:%M:%S}", line.device, line.ip)
            for login in _logins(person_id)
            for line in login_record(login.pk)
        ],
    )


def _passkeys(person_id: UUID) -> Sheet:
    return Sheet(
        "通行密钥",
        ("身份", "名称", "添加时间"),
        [
            (KIND_LABELS[LoginKind(login.kind)], key.name, f"{key.added_at:%Y-%m-%d %H:%M}")
            for login in _logins(person_id)
            for key in factors_of(login.pk).passkeys
        ],
    )


SHEETS = (_person, _devices, _sign_ins, _passkeys)

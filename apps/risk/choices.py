"""The words of the limits centre and its table: every limit that holds for everybody, with its dated number (RC-1)."""

from dataclasses import dataclass
from enum import StrEnum

from apps.core import params


class Dimension(StrEnum):
    """Whose use a limit counts. The subject itself is opaque: its kind is the dimension, its name a UUID."""

    CUSTOMER = "customer"
    ACCOUNT = "account"
    CARD = "card"
    DEVICE = "device"
    PRODUCT = "product"
    CHANNEL = "channel"
    MERCHANT = "merchant"
    ENTERPRISE = "enterprise"
    OPERATOR = "operator"


class Period(StrEnum):
    """The natural day, month and year of the business date; SINGLE counts nothing, BALANCE adds what is there."""

    SINGLE = "SINGLE"
    DAY = "DAY"
    MONTH = "MONTH"
    YEAR = "YEAR"
    BALANCE = "BALANCE"


class Measure(StrEnum):
    """What is counted: 分 or times. It is also the kind of the limit's parameter."""

    FEN = "fen"
    COUNT = "count"


class Flow(StrEnum):
    """Kinds of money movement. A limit on one holds for all below it: in.unbound for in.unbound.payroll as well."""

    IN = "in"
    IN_BOUND = "in.bound"
    IN_UNBOUND = "in.unbound"
    PAYROLL = "in.unbound.payroll"
    OUT = "out"
    OUT_BOUND = "out.bound"
    OUT_UNBOUND = "out.unbound"
    SPEND = "out.unbound.spend"
    TRANSFER = "out.unbound.transfer"


class Grade(StrEnum):
    """What limits a subject: the class of an account (I and corporate: nothing), the proof a customer has given, and
    that the customer's device was confirmed, or the card that is paid was bound, only hours ago."""

    CLASS_II = "II"
    CLASS_II_UNSEEN = "II_UNSEEN"
    CLASS_III = "III"
    BY_PIN = "PIN"
    BY_CODE = "CODE"
    BY_CERTIFICATE = "CERTIFICATE"
    NEW_DEVICE = "NEW_DEVICE"
    NEW_PAYEE = "NEW_PAYEE"


class ReservationState(StrEnum):
    RESERVED = "RESERVED"
    COMMITTED = "COMMITTED"
    RELEASED = "RELEASED"
    EXPIRED = "EXPIRED"
    RETURNED = "RETURNED"


class EventKind(StrEnum):
    """RESERVE and TAKE open a reservation on a counter, the next three settle it, GIVE_BACK frees what was used."""

    RESERVE = "RESERVE"
    TAKE = "TAKE"
    COMMIT = "COMMIT"
    RELEASE = "RELEASE"
    EXPIRE = "EXPIRE"
    GIVE_BACK = "GIVE_BACK"


DIMENSION_LABELS = {
    Dimension.CUSTOMER: "客户",
    Dimension.ACCOUNT: "账户",
    Dimension.CARD: "卡片",
    Dimension.DEVICE: "设备",
    Dimension.PRODUCT: "产品",
    Dimension.CHANNEL: "渠道",
    Dimension.MERCHANT: "商户",
    Dimension.ENTERPRISE: "企业",
    Dimension.OPERATOR: "操作员",
}
PERIOD_LABELS = {
    Period.SINGLE: "单笔",
    Period.DAY: "日累计",
    Period.MONTH: "月累计",
    Period.YEAR: "年累计",
    Period.BALANCE: "余额",
}
STATE_LABELS = {
    ReservationState.RESERVED: "已预占",
    ReservationState.COMMITTED: "已使用",
    ReservationState.RELEASED: "已释放",
    ReservationState.EXPIRED: "已到期释放",
    ReservationState.RETURNED: "已退回",
}
AUDIT_SUBJECTS = {"risk.reservation": "额度预占"}
AUDIT_ACTIONS = {"risk.reservations.expired": "释放了到期的额度预占"}


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit for everybody: each subject of this dimension and these grades, in this flow, over this period.

    `key` is the dated parameter that holds its number. `who` and `what` are its words: II类户, 非绑定账户转出; `remedy`
    is a sentence that says what to do about a refusal.
    """

    key: str
    dimension: Dimension
    grades: frozenset[Grade]
    flow: Flow
    period: Period
    who: str
    what: str
    rule: str
    remedy: str = ""
    is_statutory: bool = True
    measure: Measure = Measure.FEN

    @property
    def label(self) -> str:
        return f"{self.who}{self.what}{PERIOD_LABELS[self.period]}限额"


_SEEN, _UNSEEN, _III = Grade.CLASS_II, Grade.CLASS_II_UNSEEN, Grade.CLASS_III
_PROVED = frozenset({Grade.BY_PIN, Grade.BY_CODE, Grade.BY_CERTIFICATE})
_OUT, _IN = "非绑定账户转出", "非绑定账户转入"
_WAIT = "新设备的限额期过后自动恢复;急用可在常用设备上办理,或到网点办理。"


def _account(key: str, flow: Flow, period: Period, who: str, what: str, rule: str, *grades: Grade) -> Limit:
    return Limit(f"risk.{key}", Dimension.ACCOUNT, frozenset(grades), flow, period, who, what, rule)


def _customer(key: str, grade: Grade, who: str, remedy: str) -> Limit:
    return Limit(
        f"risk.{key}", Dimension.CUSTOMER, frozenset({grade}), Flow.OUT, Period.DAY, who, "转出", "RC-2", remedy,
        is_statutory=False,
    )  # fmt: skip


LIMITS = (
    _account("class_two_out_day", Flow.OUT_UNBOUND, Period.DAY, "II类户", _OUT, "AC-1", _SEEN, _UNSEEN),
    _account("class_two_out_year", Flow.OUT_UNBOUND, Period.YEAR, "II类户", _OUT, "AC-1", _SEEN, _UNSEEN),
    _account("class_two_in_day", Flow.IN_UNBOUND, Period.DAY, "II类户", _IN, "AC-2", _SEEN),
    _account("class_two_in_year", Flow.IN_UNBOUND, Period.YEAR, "II类户", _IN, "AC-2", _SEEN),
    _account("class_two_unseen_in", Flow.IN_UNBOUND, Period.SINGLE, "未面签II类户", _IN, "AC-2", _UNSEEN),
    _account("class_three_out_day", Flow.OUT_UNBOUND, Period.DAY, "III类户", _OUT, "AC-1", _III),
    _account("class_three_out_year", Flow.OUT_UNBOUND, Period.YEAR, "III类户", _OUT, "AC-1", _III),
    _account("class_three_in_day", Flow.IN_UNBOUND, Period.DAY, "III类户", _IN, "§2", _III),
    _account("class_three_in_year", Flow.IN_UNBOUND, Period.YEAR, "III类户", _IN, "§2", _III),
    _account("class_three_balance", Flow.IN, Period.BALANCE, "III类户", "", "§2", _III),
    _account("class_three_payroll", Flow.PAYROLL, Period.SINGLE, "III类户", "代发工资", "AC-2", _III),
    _customer("customer_pin_out_day", Grade.BY_PIN, "仅凭密码", "加验短信验证码或使用通行密钥,可转出更多。"),
    _customer("customer_code_out_day", Grade.BY_CODE, "密码加短信验证码", "使用通行密钥确认,可转出更多。"),
    _customer("customer_certificate_out_day", Grade.BY_CERTIFICATE, "证书或人脸", "请明日再办,或到网点办理。"),
    _customer("customer_new_device_out_day", Grade.NEW_DEVICE, "新设备", _WAIT),
    Limit(
        "risk.customer_out_times_day", Dimension.CUSTOMER, _PROVED, Flow.OUT, Period.DAY, "每人", "转出", "RC-3",
        "请明日再办;如非本人操作,请立即止付并联系银行。", is_statutory=False, measure=Measure.COUNT,
    ),
    Limit(
        "risk.card_new_payee_out_day", Dimension.CARD, frozenset({Grade.NEW_PAYEE}), Flow.OUT, Period.DAY, "新绑定的卡",
        "转出", "RC-2", "绑定满一天后可以转出更多;急用可转到已绑定较久的卡。", is_statutory=False,
    ),
)  # fmt: skip
for _limit in LIMITS:
    params.define(_limit.key, _limit.measure.value, _limit.label, rule=_limit.rule, is_statutory=_limit.is_statutory)

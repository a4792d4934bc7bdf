"""What goes in and out of the port to the bank's other systems. Account numbers and names never show in a repr."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from apps.core.money import Fen


class PaymentState(StrEnum):
    """Where a payment order stands. SENT and UNKNOWN are both in doubt: queried, never sent again."""

    INTENT = "INTENT"
    SENT = "SENT"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"
    CANCELLED = "CANCELLED"  # never sent, and never will be
    BOUNCED = "BOUNCED"  # 退票: succeeded, and came back afterwards


class PaymentKind(StrEnum):
    """A COLLECTION pulls from an account at another bank, under its holder's mandate, into one here."""

    PAYMENT = "PAYMENT"
    COLLECTION = "COLLECTION"


class PaymentCode(StrEnum):
    """Outcome of a payment, PY-5."""

    OK = "P00"
    ACCOUNT_NOT_FOUND = "P01"
    NAME_MISMATCH = "P02"
    ACCOUNT_CLOSED = "P03"
    ACCOUNT_FROZEN = "P04"
    ACCOUNT_DORMANT = "P05"
    CLASS_LIMIT = "P06"
    AMOUNT_INVALID = "P07"
    NOT_OWN_BANK = "P08"
    DUPLICATE = "P09"
    PAYER_BALANCE = "P10"
    PAYER_FROZEN = "P11"
    LIMIT_EXCEEDED = "P12"
    CARD_LOST = "P13"
    UNKNOWN = "P14"
    AML_BLOCK = "P15"
    OTHER = "P99"

    @property
    def label(self) -> str:
        return PAYMENT_CODE_LABELS[self]


PAYMENT_CODE_LABELS: dict[PaymentCode, str] = {
    PaymentCode.OK: "成功",
    PaymentCode.ACCOUNT_NOT_FOUND: "账号不存在",
    PaymentCode.NAME_MISMATCH: "户名不符",
    PaymentCode.ACCOUNT_CLOSED: "已销户",
    PaymentCode.ACCOUNT_FROZEN: "冻结止付",
    PaymentCode.ACCOUNT_DORMANT: "不动户或已暂停非柜面业务",
    PaymentCode.CLASS_LIMIT: "超账户类别限额",
    PaymentCode.AMOUNT_INVALID: "金额不正确",
    PaymentCode.NOT_OWN_BANK: "非本行账户",
    PaymentCode.DUPLICATE: "重复",
    PaymentCode.PAYER_BALANCE: "付款账户余额不足",
    PaymentCode.PAYER_FROZEN: "付款账户已冻结",
    PaymentCode.LIMIT_EXCEEDED: "超限额",
    PaymentCode.CARD_LOST: "卡片已挂失或过期",
    PaymentCode.UNKNOWN: "状态未知,正在查询",
    PaymentCode.AML_BLOCK: "暂时无法办理,请联系网点",
    PaymentCode.OTHER: "其他原因失败",
}


class IdentityResult(StrEnum):
    """ID-7, and of an enterprise ID-8. Which element differs is never told."""

    MATCH = "MATCH"
    MISMATCH = "MISMATCH"
    UNABLE = "UNABLE"
    CHANNEL_ERROR = "CHANNEL_ERROR"


class CardClass(StrEnum):
    I = "I"  # noqa: E741  (Ⅰ类户, as banks write it)
    II = "II"
    III = "III"
    CREDIT = "CREDIT"


class CardStatus(StrEnum):
    NORMAL = "NORMAL"
    CLOSED = "CLOSED"
    FROZEN = "FROZEN"
    DORMANT = "DORMANT"
    LOST = "LOST"


@dataclass(frozen=True, slots=True)
class IdentityElements:
    """What is to be compared, as core.identifiers leaves it.

    Two elements are name and ID number, the third is the account, the fourth the mobile number that the issuing bank
    holds, the fifth that the account is of class I or a credit card.
    """

    factors: int
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    account: str = field(default="", repr=False)
    mobile: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not 2 <= self.factors <= 5:
            raise ValueError("an identity check compares two to five elements")
        wanted = (self.name, self.id_number, self.account, self.mobile)[: min(self.factors, 4)]
        if not all(wanted):
            raise ValueError(f"a check of {self.factors} elements needs them all")


@dataclass(frozen=True, slots=True)
class IdentityAnswer:
    """`reference` is the bank's number of the check, to be kept as evidence instead of the elements."""

    result: IdentityResult
    reference: str


@dataclass(frozen=True, slots=True)
class EnterpriseElements:
    """What the register of enterprises compares: 统一社会信用代码, name, name of the legal representative (ID-8)."""

    uscc: str
    name: str
    legal_name: str


@dataclass(frozen=True, slots=True)
class CardQuery:
    account: str = field(repr=False)
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """What the card registry says of one account. Where `exists` is False nothing else is known."""

    account: str = field(repr=False)
    exists: bool
    own_bank: bool
    name_matches: bool
    card_class: CardClass | None
    status: CardStatus | None


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """A payment to another bank (小额 BEPS), or a collection from one. `reference` is the caller's, unique for ever, 8
    to 64 of A-Z a-z 0-9 -. The 支付系统行号 (12 digits, ID-5) is of the other bank: the payee's, or the payer's."""

    reference: str
    amount: Fen
    payer_account: str = field(repr=False)
    payer_name: str = field(repr=False)
    payee_account: str = field(repr=False)
    payee_name: str = field(repr=False)
    payee_bank: str = ""
    purpose: str = ""
    payer_bank: str = ""
    kind: PaymentKind = PaymentKind.PAYMENT

    def __post_init__(self) -> None:
        bank, other = self.payee_bank, self.payer_bank
        if self.kind == PaymentKind.COLLECTION:
            bank, other = other, bank
        if not bank or other:
            raise ValueError("an order names the other bank, and no second one")


@dataclass(frozen=True, slots=True)
class PaymentOutcome:
    """How a payment stands now. `code` is None until the bank has been asked."""

    reference: str
    state: PaymentState
    code: PaymentCode | None
    amount: Fen
    intended_at: datetime
    sent_at: datetime | None
    resolved_at: datetime | None
    next_query_at: datetime | None

    @property
    def final(self) -> bool:
        return self.state not in (PaymentState.INTENT, PaymentState.SENT, PaymentState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """What the bank has settled: `amount` in 分 in the sight of our books, > 0 credits the clearing account:
    money went out. `reference` is the one that the payment was sent with."""

    reference: str
    bank_reference: str
    amount: Fen


@dataclass(frozen=True, slots=True)
class StatementBalances:
    """What a kept day-end file (`id`) says the account stood at, 分 in the sight of our books; `before`: at what the
    last file before it ended, None where there is none."""

    id: UUID
    opening: Fen
    closing: Fen
    before: Fen | None


@dataclass(frozen=True, slots=True)
class Statement:
    """The bank's day-end file of a clearing account (3001.*): balances in 分, signed like the entries."""

    number: str
    account: str
    business_date: date
    opening: Fen
    closing: Fen
    entries: tuple[StatementEntry, ...]

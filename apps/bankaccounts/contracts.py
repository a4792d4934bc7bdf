"""What other apps get from this one: facts of accounts, and why one takes no money."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from apps.core.money import Fen
from apps.corebank.contracts import CardClass
from apps.ledger.contracts import EntryLine, PeriodLine, PeriodSheet


class HolderKind(StrEnum):
    PERSON = "person"
    ENTERPRISE = "enterprise"


class AccountClass(StrEnum):
    """The classes of personal accounts (§2), and the accounts of enterprises."""

    I = "I"  # noqa: E741  (the class is called so)
    II = "II"
    III = "III"
    CORPORATE = "CORPORATE"


class AccountStatus(StrEnum):
    NORMAL = "NORMAL"
    FROZEN = "FROZEN"
    STOP_PAYMENT = "STOP_PAYMENT"
    DORMANT = "DORMANT"
    LOST = "LOST"
    SELF_STOP = "SELF_STOP"  # stopped by the holder: money comes in and none goes out
    CLOSED = "CLOSED"


CLASS_LABELS = {
    AccountClass.I: "I类户",
    AccountClass.II: "II类户",
    AccountClass.III: "III类户",
    AccountClass.CORPORATE: "单位结算账户",
}

STATUS_LABELS = {
    AccountStatus.NORMAL: "正常",
    AccountStatus.FROZEN: "冻结",
    AccountStatus.STOP_PAYMENT: "止付",
    AccountStatus.DORMANT: "久悬",
    AccountStatus.LOST: "挂失",
    AccountStatus.SELF_STOP: "紧急止付",
    AccountStatus.CLOSED: "已销户",
}


BOUND_CLASSES = (CardClass.I, CardClass.CREDIT)  # what may be the bound account of another one (§2)


class BoundCardState(StrEnum):
    """CHECKED: the elements belong together, the mandate is not signed yet."""

    CHECKED = "CHECKED"
    BOUND = "BOUND"
    UNBOUND = "UNBOUND"


CARD_LABELS = {
    BoundCardState.CHECKED: "待签授权",
    BoundCardState.BOUND: "已绑定",
    BoundCardState.UNBOUND: "已解绑",
}


class ConfirmationState(StrEnum):
    AGREED = "AGREED"
    DIFFERS = "DIFFERS"


CONFIRMATION_LABELS = {ConfirmationState.AGREED: "相符", ConfirmationState.DIFFERS: "不符"}
AUDIT_STATES = {
    "bankaccounts.account": STATUS_LABELS,
    "bankaccounts.bound_card": CARD_LABELS,
    "bankaccounts.confirmation": CONFIRMATION_LABELS,
}


@dataclass(frozen=True, slots=True)
class AccountBrief:
    """An account as its holder sees it in a list: the number only masked."""

    id: UUID
    ledger_account_id: UUID
    masked_number: str
    tail4: str
    holder_name: str
    unit_path: str
    account_class: AccountClass
    class_label: str
    status: AccountStatus
    status_label: str
    opened_on: date


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Entries of one account, newest first: page `number` of `pages`, `total` in all."""

    account: AccountBrief
    lines: tuple[EntryLine, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class KindLine:
    """What one kind of entries moved in a month, both in 分 >= 0."""

    kind: str
    label: str
    came: Fen
    went: Fen
    count: int


@dataclass(frozen=True, slots=True)
class MonthSummary:
    """A month of one account by kinds."""

    account: AccountBrief
    first: date
    last: date
    came: Fen
    went: Fen
    lines: tuple[KindLine, ...]


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """One entry of an account, with its receipt when one was issued."""

    account: AccountBrief
    line: EntryLine
    receipt: "ReceiptView | None"


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """The receipt of an entry as its holder sees it: the code in groups of four, `text` is the receipt to hand on."""

    code: str
    prints: int
    issued_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class PeriodPage:
    """A page of what moved on an account in a period, the earliest first: page `number` of `pages`."""

    account: AccountBrief
    sheet: PeriodSheet
    lines: tuple[PeriodLine, ...]
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement as it was issued: `digest` is hex, the code in groups of four, figures in 分."""

    id: UUID
    first: date
    last: date
    opening: Fen
    closing: Fen
    lines: int
    digest: str
    code: str
    prints: int
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class PrintedStatement:
    """An issued statement with all that the books say of its period."""

    account: AccountBrief
    view: StatementView
    sheet: PeriodSheet
    lines: tuple[PeriodLine, ...]


@dataclass(frozen=True, slots=True)
class StatementProof:
    """What a statement's code proves: that it was issued so, and whether the books still say the same."""

    view: StatementView
    is_current: bool


class AccountFacts(NamedTuple):
    """What a payment needs to know of an account found by its number. A tuple: payrolls make 100,000 of them."""

    id: UUID
    ledger_account_id: UUID
    holder_kind: HolderKind
    holder_id: UUID
    holder_name: str
    account_class: AccountClass
    status: AccountStatus
    is_face_verified: bool


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to open. `number` is checked by ID-4 and must carry one of the bank's own BINs if it is a card."""

    holder_kind: HolderKind
    holder_id: UUID
    holder_name: str
    account_class: AccountClass
    number: str
    is_face_verified: bool
    unit_path: str


class InboundRefusal(StrEnum):
    """Why money may not come in. `import_code` is the word for a file's row (E_*), `payment_code` the one for a
    payment after release (P*), both as in PY-5; `message` is one Chinese sentence for whoever pays: of a class limit
    (which the limits centre finds) it does not tell how much the holder has left."""

    UNKNOWN = "UNKNOWN"
    NOT_PERSONAL = "NOT_PERSONAL"
    CLOSED = "CLOSED"
    FROZEN = "FROZEN"
    STOP_PAYMENT = "STOP_PAYMENT"
    DORMANT = "DORMANT"
    LOST = "LOST"
    CLASS_LIMIT = "CLASS_LIMIT"

    @property
    def import_code(self) -> str:
        return _REFUSALS[self][0]

    @property
    def payment_code(self) -> str:
        return _REFUSALS[self][1]

    @property
    def message(self) -> str:
        return _REFUSALS[self][2]


_REFUSALS = {
    InboundRefusal.UNKNOWN: ("E_ACCOUNT", "P01", "账号不存在"),
    InboundRefusal.NOT_PERSONAL: ("E_NOT_PERSONAL", "P99", "收款账户不是个人账户"),
    InboundRefusal.CLOSED: ("E_CLOSED", "P03", "收款账户已销户"),
    InboundRefusal.FROZEN: ("E_FROZEN", "P04", "收款账户已冻结"),
    InboundRefusal.STOP_PAYMENT: ("E_FROZEN", "P04", "收款账户已止付"),
    InboundRefusal.DORMANT: ("E_DORMANT", "P05", "收款账户为久悬户,请员工先到网点激活"),
    InboundRefusal.LOST: ("E_LOST", "P13", "收款卡已挂失"),
    InboundRefusal.CLASS_LIMIT: ("E_CLASS_LIMIT", "P06", "超过收款账户的类别限额,请改用 I 类户"),
}


@dataclass(frozen=True, slots=True)
class BoundCard:
    """A bank card that its holder has bound, the number only masked. Limits in 分; `has_mandate`: money may be pulled.

    `own_account_id` is the account here when the card is one of this bank, else `bank_code` says where it is.
    """

    id: UUID
    masked_number: str
    tail4: str
    holder_name: str
    card_class: str
    is_own_bank: bool
    own_account_id: UUID | None
    own_ledger_id: UUID | None
    bank_code: str
    state: BoundCardState
    state_label: str
    single_fen: int
    day_fen: int
    bound_at: datetime | None
    has_mandate: bool

    @property
    def label(self) -> str:
        bank = "本行" if self.is_own_bank else "他行"
        return f"{bank}{'信用卡' if self.card_class == 'CREDIT' else '储蓄卡'} 尾号 {self.tail4}"

    @property
    def is_credit(self) -> bool:
        return self.card_class == "CREDIT"


@dataclass(frozen=True, slots=True)
class ConfirmationLine:
    """The balance of an account at the end of a month (分) and what the enterprise says of it; None while it waits."""

    account: AccountBrief
    month: date
    balance: Fen
    state: ConfirmationState | None
    state_label: str
    note: str
    display: str
    confirmed_at: datetime | None

"""The vocabulary of the books."""

from enum import StrEnum

from apps.core import params
from apps.core.choices import DAY_LABELS


class GlKind(StrEnum):
    """What a code of the chart of accounts stands for. MEMO codes (表外) are reported figures and carry no entries;
    POINTS codes are kept in an asset of their own."""

    ASSET = "ASSET"
    LIABILITY = "LIABILITY"
    CLEARING = "CLEARING"
    INCOME = "INCOME"
    EXPENSE = "EXPENSE"
    MEMO = "MEMO"
    POINTS = "POINTS"


GL_KIND_LABELS: dict[GlKind, str] = {
    GlKind.ASSET: "资产",
    GlKind.LIABILITY: "负债",
    GlKind.CLEARING: "资金清算",
    GlKind.INCOME: "收入",
    GlKind.EXPENSE: "支出",
    GlKind.MEMO: "表外",
    GlKind.POINTS: "积分",
}


class HoldKind(StrEnum):
    """What money is held for (AC-8). The judicial kinds and 紧急止付 are freezes: they catch what comes in."""

    TXB_SUBSCRIBE = "TXB_SUBSCRIBE"
    WEALTH_BUY = "WEALTH_BUY"
    CARD_PREAUTH = "CARD_PREAUTH"
    PLEDGE = "PLEDGE"
    JUDICIAL_AMOUNT = "JUDICIAL_AMOUNT"
    JUDICIAL_FULL = "JUDICIAL_FULL"
    STOP_PAYMENT = "STOP_PAYMENT"


FREEZES = frozenset({HoldKind.JUDICIAL_AMOUNT, HoldKind.JUDICIAL_FULL, HoldKind.STOP_PAYMENT})
OVERRIDING = frozenset({HoldKind.JUDICIAL_AMOUNT, HoldKind.JUDICIAL_FULL})  # end the holds that yield (AC-9)
YIELDING = frozenset({HoldKind.TXB_SUBSCRIBE, HoldKind.WEALTH_BUY, HoldKind.CARD_PREAUTH})
EVERYTHING = 2**62  # 分: what a full freeze wants

HOLD_KIND_LABELS: dict[HoldKind, str] = {
    HoldKind.TXB_SUBSCRIBE: "同心宝认购",
    HoldKind.WEALTH_BUY: "理财申购",
    HoldKind.CARD_PREAUTH: "预授权",
    HoldKind.PLEDGE: "质押",
    HoldKind.JUDICIAL_AMOUNT: "司法冻结(限额)",
    HoldKind.JUDICIAL_FULL: "司法冻结(全额)",
    HoldKind.STOP_PAYMENT: "紧急止付",
}


class HoldEventKind(StrEnum):
    """The steps of a hold. COMMITTED takes money out of it by a journal; the last three end it."""

    PLACED = "PLACED"
    CAUGHT = "CAUGHT"
    COMMITTED = "COMMITTED"
    RELEASED = "RELEASED"
    EXPIRED = "EXPIRED"
    OVERRIDDEN = "OVERRIDDEN"


HOLD_EVENT_LABELS: dict[HoldEventKind, str] = {
    HoldEventKind.PLACED: "登记",
    HoldEventKind.CAUGHT: "冻结到账资金",
    HoldEventKind.COMMITTED: "扣款",
    HoldEventKind.RELEASED: "解除",
    HoldEventKind.EXPIRED: "到期解除",
    HoldEventKind.OVERRIDDEN: "因司法冻结失效",
}

DAY_CLOSE_JOB = "ledger.day_close"

DEMAND_RATE = params.define("ledger.demand_rate", "percent", "活期存款年利率", rule="AC-11")


class ClearingState(StrEnum):
    WAITING = "WAITING"
    RECONCILED = "RECONCILED"


CLEARING_STATE_LABELS = {ClearingState.WAITING: "尚未对账", ClearingState.RECONCILED: "已对账"}


class ClearingKind(StrEnum):
    """How one reference stands between our books and the bank's file."""

    MATCHED = "MATCHED"
    OURS_ONLY = "OURS_ONLY"
    THEIRS_ONLY = "THEIRS_ONLY"
    AMOUNT = "AMOUNT"
    DUPLICATE = "DUPLICATE"


CLEARING_LABELS = {
    ClearingKind.MATCHED: "相符",
    ClearingKind.OURS_ONLY: "我方有,对方无",
    ClearingKind.THEIRS_ONLY: "对方有,我方无",
    ClearingKind.AMOUNT: "金额不符",
    ClearingKind.DUPLICATE: "笔数不符",
}

AUDIT_ACTIONS = {
    "ledger.clearing.reconciled": "完成了清算对账",
    "ledger.day.cut_off": "切换了营业日",
    "ledger.day.closed": "完成了日终",
}
AUDIT_SUBJECTS = {"core.bank_day": "营业日", "ledger.clearing_day": "清算对账"}
AUDIT_STATES = {"ledger.day": DAY_LABELS, "ledger.clearing": CLEARING_STATE_LABELS}

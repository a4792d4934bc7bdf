"""The words of orders, holdings and the transfer agent's files (WM-7 to WM-14)."""

from enum import StrEnum

ORDER_SUBJECT, HOLDING_SUBJECT = "shenhuobao.order", "shenhuobao.holding"
DISPATCH_SUBJECT, TA_FILE_SUBJECT = "shenhuobao.dispatch", "shenhuobao.ta_file"
AGREEMENT = "wealth_agency"  # of the bank as a distributor, signed with each purchase (WM-0)
GL_ADVANCE, GL_BUYING, GL_REDEEMED, GL_AGENT = "1221.01", "2241.05", "2241.06", "3001.06"


class Settling(StrEnum):
    """How two people of the bank have settled what waited: by our own figures, by the agent's, or not at all."""

    OURS = "OURS"
    THEIRS = "THEIRS"
    NONE = "NONE"


SETTLING_LABELS: dict[Settling, str] = {
    Settling.OURS: "按本行计算入账(登记机构已更正)",
    Settling.THEIRS: "按登记机构确认入账(差异已核实)",
    Settling.NONE: "不入账,款项或份额退回(登记机构已撤销)",
}
FILE_CASE, LINE_CASE, RETURNED_CASE = "shenhuobao.file", "shenhuobao.line", "shenhuobao.returned"


class OrderKind(StrEnum):
    PURCHASE = "PURCHASE"
    REDEMPTION = "REDEMPTION"
    QUICK = "QUICK"
    CONVERSION = "CONVERSION"


GIVES_BACK = (OrderKind.REDEMPTION, OrderKind.QUICK, OrderKind.CONVERSION)  # units of the product leave
ORDER_KIND_LABELS: dict[OrderKind, str] = {
    OrderKind.PURCHASE: "申购",
    OrderKind.REDEMPTION: "赎回",
    OrderKind.QUICK: "快速赎回",
    OrderKind.CONVERSION: "转换",
}


class OrderState(StrEnum):
    """The table of WM-14. HELD: the money, or the units, are set aside and nobody else can have them."""

    CREATED = "CREATED"
    FAILED = "FAILED"
    HELD = "HELD"
    CANCELLED = "CANCELLED"
    RELEASED = "RELEASED"
    SENT_TA = "SENT_TA"
    CONFIRMED = "CONFIRMED"
    PART = "PART"
    REJECTED = "REJECTED"
    DONE = "DONE"


ORDER_LABELS: dict[OrderState, str] = {
    OrderState.CREATED: "处理中",
    OrderState.FAILED: "未成功",
    OrderState.HELD: "已受理",
    OrderState.CANCELLED: "已撤单",
    OrderState.RELEASED: "已解除",
    OrderState.SENT_TA: "待管理人确认",
    OrderState.CONFIRMED: "已确认",
    OrderState.PART: "部分确认",
    OrderState.REJECTED: "确认失败",
    OrderState.DONE: "已完成",
}
ORDER_TONES: dict[OrderState, str] = {
    OrderState.CREATED: "brand",
    OrderState.FAILED: "danger",
    OrderState.HELD: "brand",
    OrderState.SENT_TA: "brand",
    OrderState.CONFIRMED: "ok",
    OrderState.PART: "warn",
    OrderState.REJECTED: "danger",
    OrderState.DONE: "ok",
}
# Why an order came to nothing, or waits, to its person.
OUTCOME_LABELS = {
    "BALANCE": "账户可用余额不足",
    "FROZEN": "账户被依法冻结或不能付款",
    "AGENT_REFUSED": "登记机构未确认,款项或份额已退回",
    "TERMS_CHANGED": "产品条款在预约后有变更,请阅读新的产品文件后重新购买",
    "NOT_ASSESSED": "风险测评未完成或结果未确认",
    "ASSESSMENT_EXPIRED": "风险测评已过有效期或已停用",
    "NOT_SUITABLE": "产品风险等级高于您的风险承受能力",
    "BRANCH_ONLY": "较高风险产品须事先书面约定后才能在线购买",
    "NOT_ON_SALE": "转入的产品已停止销售",
    "MISMATCH": "确认结果正在与登记机构核对",
    "UNFAIR": "部分确认的比例正在与登记机构核对",
    "QUICK_REJECTED": "款项已到账,份额正在与登记机构核对",
    "RETURNED": "到账账户不能收款,款项由银行暂存,请联系客服",
}
RESERVED = "预约申购"  # the kind of a purchase whose sale has not begun, to its person
OPEN_ORDERS = (OrderState.HELD, OrderState.SENT_TA, OrderState.CONFIRMED, OrderState.PART)


class DispatchState(StrEnum):
    """A day's orders on their way to the transfer agent. IN_DOUBT: sent, and no answer that can be believed."""

    MADE = "MADE"
    IN_DOUBT = "IN_DOUBT"
    TAKEN = "TAKEN"
    CONFIRMED = "CONFIRMED"


DISPATCH_LABELS: dict[DispatchState, str] = {
    DispatchState.MADE: "待发送",
    DispatchState.IN_DOUBT: "结果不明,查询中",
    DispatchState.TAKEN: "已收到,待确认",
    DispatchState.CONFIRMED: "已确认",
}
DISPATCH_TONES: dict[DispatchState, str] = {
    DispatchState.MADE: "brand",
    DispatchState.IN_DOUBT: "warn",
    DispatchState.TAKEN: "brand",
    DispatchState.CONFIRMED: "ok",
}


class TaFileKind(StrEnum):
    PRICES = "PRICES"
    CONFIRMATIONS = "CONFIRMATIONS"
    DISTRIBUTIONS = "DISTRIBUTIONS"


TA_FILE_KIND_LABELS: dict[TaFileKind, str] = {
    TaFileKind.PRICES: "净值与收益文件",
    TaFileKind.CONFIRMATIONS: "交易确认文件",
    TaFileKind.DISTRIBUTIONS: "分红与兑付文件",
}


class TaFileState(StrEnum):
    """REFUSED: its totals or its order do not add up; nothing of it was taken in, and the agent is asked again."""

    FETCHED = "FETCHED"
    REFUSED = "REFUSED"
    APPLIED = "APPLIED"


TA_FILE_LABELS: dict[TaFileState, str] = {
    TaFileState.FETCHED: "已取回,待入账",
    TaFileState.REFUSED: "核对不符,未入账",
    TaFileState.APPLIED: "已入账",
}
TA_FILE_TONES: dict[TaFileState, str] = {
    TaFileState.FETCHED: "brand",
    TaFileState.REFUSED: "danger",
    TaFileState.APPLIED: "ok",
}

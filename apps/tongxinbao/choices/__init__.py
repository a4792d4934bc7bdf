"""The vocabulary of 同心宝: states, codes, what is laid beside an issue; `limits` has the dated parameters, `record`
what is told and put on record (TX-1 to TX-30).

Its words are 出借, 还本付息, 约定年利率: those of a deposit or a wealth product never stand here (TX-4, `rules.words`).
"""

from enum import StrEnum

from .limits import ARCHIVE_DAYS as ARCHIVE_DAYS
from .limits import ASSET_SHARE as ASSET_SHARE
from .limits import DEFAULT_DAYS as DEFAULT_DAYS
from .limits import EARLY_WORKDAYS as EARLY_WORKDAYS
from .limits import HIRED_DAYS as HIRED_DAYS
from .limits import ISSUE_MAX as ISSUE_MAX
from .limits import LENDER_CAP as LENDER_CAP
from .limits import LOAN_DAYS as LOAN_DAYS
from .limits import MIN_ORDER as MIN_ORDER
from .limits import MIN_RATIO as MIN_RATIO
from .limits import NEW_ISSUE_ENABLED as NEW_ISSUE_ENABLED
from .limits import ORDER_STEP as ORDER_STEP
from .limits import PERSON_MAX as PERSON_MAX
from .limits import PERSON_SHARE as PERSON_SHARE
from .limits import POLICY_MULTIPLE as POLICY_MULTIPLE
from .limits import RAISE_DAYS as RAISE_DAYS
from .limits import SUGGESTED_SHARE as SUGGESTED_SHARE
from .limits import TERM_MAX as TERM_MAX
from .limits import TERM_MIN as TERM_MIN
from .record import AUDIT_ACTIONS as AUDIT_ACTIONS
from .record import NOTICE_KINDS as NOTICE_KINDS

# What audit rows, approvals, cases and ledger accounts call the things of this app.
ISSUE_SUBJECT, ORDER_SUBJECT, HOLDING_SUBJECT = "tongxinbao.issue", "tongxinbao.order", "tongxinbao.holding"
QUOTE_SUBJECT, CANCEL_SUBJECT, EARLY_SUBJECT = "tongxinbao.lpr", "tongxinbao.cancel", "tongxinbao.early"
EXIT_SUBJECT = "tongxinbao.exit"
ENTRUSTED_SUBJECT, MANDATE_SUBJECT = "tongxinbao.entrusted", "tongxinbao.mandate"


class IssueState(StrEnum):
    """The table of domain.md §3.3."""

    DRAFT = "DRAFT"
    ENT_CHECK = "ENT_CHECK"
    BANK_REVIEW = "BANK_REVIEW"
    BANK_APPROVE = "BANK_APPROVE"
    REJECTED = "REJECTED"
    LISTED = "LISTED"
    SUBSCRIBING = "SUBSCRIBING"
    SUSPENDED = "SUSPENDED"
    CANCELLED = "CANCELLED"
    CLOSED = "CLOSED"
    FAILED = "FAILED"
    SETTLING = "SETTLING"
    SETTLE_EXCEPTION = "SETTLE_EXCEPTION"
    ACTIVE = "ACTIVE"
    EARLY_REPAYING = "EARLY_REPAYING"
    REPAYING = "REPAYING"
    PARTIALLY_REPAID = "PARTIALLY_REPAID"
    OVERDUE = "OVERDUE"
    DEFAULTED = "DEFAULTED"
    REPAID = "REPAID"
    ARCHIVED = "ARCHIVED"


ISSUE_LABELS: dict[IssueState, str] = {
    IssueState.DRAFT: "草稿",
    IssueState.ENT_CHECK: "待企业复核",
    IssueState.BANK_REVIEW: "待银行审核",
    IssueState.BANK_APPROVE: "待银行审批",
    IssueState.REJECTED: "银行未通过",
    IssueState.LISTED: "待开放认购",
    IssueState.SUBSCRIBING: "认购中",
    IssueState.SUSPENDED: "已暂停",
    IssueState.CANCELLED: "已取消",
    IssueState.CLOSED: "认购结束,待结算",
    IssueState.FAILED: "未成立",
    IssueState.SETTLING: "结算中",
    IssueState.SETTLE_EXCEPTION: "结算异常,处理中",
    IssueState.ACTIVE: "存续中",
    IssueState.EARLY_REPAYING: "提前还款中",
    IssueState.REPAYING: "还款中",
    IssueState.PARTIALLY_REPAID: "部分偿还",
    IssueState.OVERDUE: "逾期",
    IssueState.DEFAULTED: "违约",
    IssueState.REPAID: "已还清",
    IssueState.ARCHIVED: "已归档",
}
ISSUE_TONES: dict[IssueState, str] = {
    IssueState.ENT_CHECK: "brand",
    IssueState.BANK_REVIEW: "brand",
    IssueState.BANK_APPROVE: "brand",
    IssueState.REJECTED: "danger",
    IssueState.LISTED: "brand",
    IssueState.SUBSCRIBING: "brand",
    IssueState.SUSPENDED: "warn",
    IssueState.CLOSED: "brand",
    IssueState.FAILED: "danger",
    IssueState.SETTLING: "brand",
    IssueState.SETTLE_EXCEPTION: "warn",
    IssueState.ACTIVE: "ok",
    IssueState.EARLY_REPAYING: "brand",
    IssueState.REPAYING: "brand",
    IssueState.PARTIALLY_REPAID: "warn",
    IssueState.OVERDUE: "danger",
    IssueState.DEFAULTED: "danger",
    IssueState.REPAID: "ok",
}


class OrderState(StrEnum):
    CREATED = "CREATED"
    FAILED = "FAILED"
    HELD = "HELD"
    WITHDRAWN = "WITHDRAWN"
    RELEASED = "RELEASED"
    ALLOTTED = "ALLOTTED"
    PART_ALLOTTED = "PART_ALLOTTED"
    UNALLOTTED = "UNALLOTTED"
    SETTLED = "SETTLED"


ORDER_LABELS: dict[OrderState, str] = {
    OrderState.CREATED: "处理中",
    OrderState.FAILED: "认购未成功",
    OrderState.HELD: "已认购,资金已冻结",
    OrderState.WITHDRAWN: "已撤回",
    OrderState.RELEASED: "已解除",
    OrderState.ALLOTTED: "已确认",
    OrderState.PART_ALLOTTED: "部分确认",
    OrderState.UNALLOTTED: "未获配",
    OrderState.SETTLED: "已出借",
}
ORDER_TONES: dict[OrderState, str] = {
    OrderState.CREATED: "brand",
    OrderState.FAILED: "danger",
    OrderState.HELD: "brand",
    OrderState.ALLOTTED: "ok",
    OrderState.PART_ALLOTTED: "warn",
    OrderState.SETTLED: "ok",
}
# Why an order came to nothing, to its person.
OUTCOME_LABELS = {
    "BALANCE": "账户可用余额不足",
    "CANCELLED": "发行已取消,款项已解除冻结",
    "TOO_LITTLE": "发行未成立,款项已解除冻结",
    "NO_SHARE": "未获分配,款项已解除冻结",
    "FROZEN": "账户被依法冻结或不能付款",
    "NOT_MEMBER": "结算时已不是本企业签订劳动合同的在职员工",
    "NO_INSURANCE": "花名册中没有社会保险记录",
    "HIRED_LATE": "入职时间未满规定的天数",
    "UNDER_AGE": "未满十八周岁",
    "NOT_OWN_ACCOUNT": "付款账户不在本人名下",
    "LOAN_FUNDS": "付款账户近期有贷款发放",
    "RATE_CAP_EXCEEDED": "约定年利率超过法定上限",
    "POLICY_CEILING": "约定年利率超过本行上限",
    "LPR_STALE": "最近一期 LPR 尚未载入",
    "NO_MANDATE": "没有您的有效授权",
    "MANDATE_MAX": "超过您授权的金额上限",
    "ACCOUNT_STATUS": "付款账户目前不能付款",
    "PERSON_MAX": "超过每人认购上限",
    "LENDER_CAP": "出借人数已达上限",
    "FULL": "剩余额度不足",
    "E_AMOUNT": "金额不符合起点或递增单位",
}
# What counts against the scale, a person's maximum and the number of lenders (TX-7, TX-20, TX-30).
ORDERS_COUNTED = (
    OrderState.CREATED,
    OrderState.HELD,
    OrderState.ALLOTTED,
    OrderState.PART_ALLOTTED,
    OrderState.SETTLED,
)


class HoldingState(StrEnum):
    ACTIVE = "ACTIVE"
    OVERDUE = "OVERDUE"
    MATURED = "MATURED"
    EARLY_REDEEMED = "EARLY_REDEEMED"
    CLOSED = "CLOSED"


HOLDING_LABELS: dict[HoldingState, str] = {
    HoldingState.ACTIVE: "出借中",
    HoldingState.OVERDUE: "逾期",
    HoldingState.MATURED: "已到期还清",
    HoldingState.EARLY_REDEEMED: "已提前收回",
    HoldingState.CLOSED: "已结清",
}
HOLDING_TONES: dict[HoldingState, str] = {
    HoldingState.ACTIVE: "ok",
    HoldingState.OVERDUE: "danger",
    HoldingState.MATURED: "ok",
    HoldingState.EARLY_REDEEMED: "ok",
}


class EntrustedState(StrEnum):
    CHECKED = "CHECKED"
    SUBMITTED = "SUBMITTED"
    RELEASED = "RELEASED"
    PLACED = "PLACED"
    DISCARDED = "DISCARDED"
    LAPSED = "LAPSED"


# RELEASED and PLACED read alike: how long the second takes tells how many orders there were (TX-11).
ENTRUSTED_LABELS = {
    EntrustedState.CHECKED: "待提交",
    EntrustedState.SUBMITTED: "待复核",
    EntrustedState.RELEASED: "已放行",
    EntrustedState.PLACED: "已放行",
    EntrustedState.DISCARDED: "已作废",
    EntrustedState.LAPSED: "已失效",
}
ENTRUSTED_TONES = {
    EntrustedState.CHECKED: "brand",
    EntrustedState.SUBMITTED: "warn",
    EntrustedState.RELEASED: "ok",
    EntrustedState.PLACED: "ok",
}
MANDATE = "loan_mandate"  # the agreement, and the kind of mandate that is signed under it


class QuoteState(StrEnum):
    PROPOSED = "PROPOSED"
    ACTIVE = "ACTIVE"
    REJECTED = "REJECTED"


QUOTE_LABELS = {QuoteState.PROPOSED: "待复核", QuoteState.ACTIVE: "已生效", QuoteState.REJECTED: "已退回"}


class DayCount(StrEnum):
    """By how many days a year is divided; the first day counts, the last does not (TX-21)."""

    ACT_365 = "ACT/365"
    ACT_360 = "ACT/360"


DAY_COUNT_LABELS: dict[DayCount, str] = {DayCount.ACT_365: "实际天数/365", DayCount.ACT_360: "实际天数/360"}


class Allotment(StrEnum):
    FIRST_COME = "FIRST_COME"
    PRO_RATA = "PRO_RATA"


ALLOTMENT_LABELS: dict[Allotment, str] = {
    Allotment.FIRST_COME: "按认购先后,满额即止",
    Allotment.PRO_RATA: "认购结束后按比例分配",
}


class Proceeds(StrEnum):
    """What the money may be used for. What TX-5 forbids (onward lending, securities, property speculation, other
    issues, shareholder loans) has no name here."""

    MATERIALS = "MATERIALS"
    EQUIPMENT = "EQUIPMENT"
    ENERGY = "ENERGY"
    REPAIR = "REPAIR"
    RESEARCH = "RESEARCH"
    WAGES = "WAGES"


PROCEEDS_LABELS: dict[Proceeds, str] = {
    Proceeds.MATERIALS: "采购原材料和货物",
    Proceeds.EQUIPMENT: "购置生产设备",
    Proceeds.ENERGY: "支付水电、租金等经营费用",
    Proceeds.REPAIR: "厂房和设备维修、改造",
    Proceeds.RESEARCH: "技术研发和产品试制",
    Proceeds.WAGES: "支付工资和社会保险费",
}


class Disclosure(StrEnum):
    """What the enterprise says of itself and of the loan before anybody lends (TX-12)."""

    PROFILE = "profile"
    FINANCIALS = "financials"
    PURPOSE = "purpose"
    REPAYMENT_SOURCE = "repayment_source"
    RELATED_PARTIES = "related_parties"
    GUARANTEE = "guarantee"
    DISPUTES = "disputes"


DISCLOSURE_LABELS: dict[Disclosure, str] = {
    Disclosure.PROFILE: "企业概况",
    Disclosure.FINANCIALS: "最近一年财务情况",
    Disclosure.PURPOSE: "资金用途说明",
    Disclosure.REPAYMENT_SOURCE: "还款来源和方式",
    Disclosure.RELATED_PARTIES: "关联方和关联交易",
    Disclosure.GUARANTEE: "担保情况",
    Disclosure.DISPUTES: "争议解决方式",
}
TITLE_LENGTH, DISCLOSURE_LENGTH, REASON_LENGTH = 40, 2000, 200
TOLD_LABELS = {"REPORT": "资金使用报告", "EVENT": "重大事项公告"}  # what lenders are told while they are owed (TX-12)
TOLD_TITLE_LENGTH = 60
WRITTEN_UP = "DEFAULT"  # the kind of paper in which compliance writes up a default

# The banner of TX-8, on every page that shows an issue: the only place where its words may stand.
BANNER = "本产品为发行企业与其员工之间的借款,非银行存款、非银行理财产品,银行不承担担保或兑付责任,不受存款保险保障"
ENTRY = "企业借款(非存款)"

LEGAL_MULTIPLE = 4  # TX-6, of the one-year LPR: the law's, no parameter
OVERDUE_PERCENT = 150  # TX-26, of the contract's rate, where nothing else is agreed
TAX_PERCENT = 20  # TX-23, of the gross interest
REMIND_WORKDAYS = (5, 1)  # before a due date (row 16)

AUDIT_SUBJECTS = {
    ISSUE_SUBJECT: "同心宝发行",
    ORDER_SUBJECT: "同心宝认购",
    HOLDING_SUBJECT: "同心宝出借",
    CANCEL_SUBJECT: "同心宝取消发行",
    EARLY_SUBJECT: "同心宝提前还款",
    EXIT_SUBJECT: "同心宝提前收回",
    QUOTE_SUBJECT: "LPR 报价",
    ENTRUSTED_SUBJECT: "委托认购名单",
    MANDATE_SUBJECT: "委托认购授权",
}
AUDIT_STATES = {
    ISSUE_SUBJECT: ISSUE_LABELS,
    CANCEL_SUBJECT: ISSUE_LABELS,
    "tongxinbao.paper": ISSUE_LABELS,
    ORDER_SUBJECT: ORDER_LABELS,
    EXIT_SUBJECT: HOLDING_LABELS,
    QUOTE_SUBJECT: QUOTE_LABELS,
    ENTRUSTED_SUBJECT: ENTRUSTED_LABELS,
}

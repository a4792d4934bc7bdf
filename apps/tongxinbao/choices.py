"""The vocabulary of 同心宝: states, codes, dated parameters (TX-1 to TX-30).

Its words are 出借, 还本付息, 约定年利率: those of a deposit or a wealth product never stand here (TX-4, `rules.words`).
"""

from enum import StrEnum

from apps.core import params
from apps.notify.contracts import Category, NoticeKind

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

NEW_ISSUE_ENABLED = params.define("tongxinbao.new_issue_enabled", "flag", "同心宝:是否受理新的发行", rule="TX-10")
POLICY_MULTIPLE = params.define(
    "tongxinbao.policy_multiple", "count", "同心宝:约定年利率不超过 LPR 的倍数", rule="TX-6"
)
LENDER_CAP = params.define("tongxinbao.lender_cap", "count", "同心宝:一家企业同时出借的员工人数上限", rule="TX-7")
MIN_ORDER = params.define("tongxinbao.min_order", "fen", "同心宝:最低认购金额", rule="TX-20")
ORDER_STEP = params.define("tongxinbao.order_step", "fen", "同心宝:认购金额递增单位", rule="TX-20")
PERSON_MAX = params.define("tongxinbao.person_max", "fen", "同心宝:每人认购上限", rule="TX-20")
PERSON_SHARE = params.define("tongxinbao.person_share", "percent", "同心宝:每人认购占发行规模的上限", rule="TX-20")
ISSUE_MAX = params.define("tongxinbao.issue_max", "fen", "同心宝:单次发行规模上限", rule="TX-20")
ASSET_SHARE = params.define("tongxinbao.asset_share", "percent", "同心宝:存量占经审计净资产的上限", rule="TX-20")
TERM_MIN = params.define("tongxinbao.term_min", "days", "同心宝:最短期限", rule="TX-20")
TERM_MAX = params.define("tongxinbao.term_max", "days", "同心宝:最长期限", rule="TX-20")
RAISE_DAYS = params.define("tongxinbao.raise_days", "days", "同心宝:募集期最长天数", rule="TX-20")
MIN_RATIO = params.define("tongxinbao.min_ratio", "percent", "同心宝:成立所需的最低募集比例", rule="TX-20")
HIRED_DAYS = params.define("tongxinbao.hired_days", "days", "同心宝:认购前须入职满的天数", rule="TX-3")
LOAN_DAYS = params.define("tongxinbao.loan_days", "days", "同心宝:贷款发放后多少天内不得以该笔资金认购", rule="TX-5")
EARLY_WORKDAYS = params.define("tongxinbao.early_workdays", "days", "同心宝:提前还款须提前通知的工作日", rule="TX-25")
DEFAULT_DAYS = params.define("tongxinbao.default_days", "days", "同心宝:逾期超过多少天可认定违约", rule="TX-26")
ARCHIVE_DAYS = params.define("tongxinbao.archive_days", "days", "同心宝:了结后多少天归档", rule="TX-30")
SUGGESTED_SHARE = params.define(
    "tongxinbao.suggested_share", "percent", "同心宝:建议规模占近十二个月代发工资的比例", rule="TX-20"
)
LEGAL_MULTIPLE = 4  # TX-6, of the one-year LPR: the law's, no parameter
OVERDUE_PERCENT = 150  # TX-26, of the contract's rate, where nothing else is agreed
TAX_PERCENT = 20  # TX-23, of the gross interest
REMIND_WORKDAYS = (5, 1)  # before a due date (row 16)

NOTICE_KINDS = {
    "tongxinbao.issue": NoticeKind(Category.ACCOUNT, "mobile"),
    "tongxinbao.order": NoticeKind(Category.ACCOUNT, "mobile"),
    "tongxinbao.loan": NoticeKind(Category.ACCOUNT, "mobile"),
    "tongxinbao.office": NoticeKind(Category.APPROVAL, "office"),
}
AUDIT_ACTIONS = {
    "tongxinbao.lpr.proposed": "录入了 LPR 报价",
    "tongxinbao.lpr.decided": "复核了 LPR 报价",
    "tongxinbao.issue.drafted": "起草了借款发行申请",
    "tongxinbao.issue.saved": "填写了借款发行申请",
    "tongxinbao.paper.put": "上传了发行文件",
    "tongxinbao.issue.submitted": "提交了借款发行申请",
    "tongxinbao.issue.checked": "复核了借款发行申请",
    "tongxinbao.issue.reviewed": "审核通过了借款发行申请",
    "tongxinbao.issue.rejected": "未通过借款发行申请",
    "tongxinbao.issue.decided": "审批了借款发行申请",
    "tongxinbao.issue.lapsed": "借款发行申请逾期未审批",
    "tongxinbao.issue.opened": "开放了认购",
    "tongxinbao.issue.suspended": "暂停了认购",
    "tongxinbao.issue.resumed": "恢复了认购",
    "tongxinbao.cancel.asked": "申请取消发行",
    "tongxinbao.cancel.decided": "审批了取消发行",
    "tongxinbao.issue.closed": "结束了认购并完成分配",
    "tongxinbao.issue.failed": "发行未成立",
    "tongxinbao.issue.settled": "确认了结算",
    "tongxinbao.issue.stopped": "结算遇到异常",
    "tongxinbao.issue.resettled": "剔除异常认购后继续结算",
    "tongxinbao.issue.activated": "完成了结算,借款起息",
    "tongxinbao.issue.fell_due": "借款到期",
    "tongxinbao.issue.interest_paid": "支付了利息",
    "tongxinbao.issue.repaid": "还清了借款",
    "tongxinbao.issue.partly_repaid": "偿还了部分借款",
    "tongxinbao.issue.missed": "应还款项逾期",
    "tongxinbao.issue.collected": "又偿还了部分借款",
    "tongxinbao.issue.cured": "还清了逾期的借款",
    "tongxinbao.issue.caught_up": "补付了逾期的利息",
    "tongxinbao.early.asked": "申请提前还款",
    "tongxinbao.early.decided": "审批了提前还款",
    "tongxinbao.issue.early_refused": "提前还款因余额不足没有进行",
    "tongxinbao.exit.asked": "申请提前收回借款",
    "tongxinbao.exit.decided": "审批了提前收回",
    "tongxinbao.issue.defaulted": "认定借款违约",
    "tongxinbao.issue.archived": "归档了借款发行",
    "tongxinbao.default.noted": "记录了违约处置情况",
    "tongxinbao.evidence.exported": "导出了证据材料",
    "tongxinbao.register.exported": "导出了代扣税登记(证件号码明文)",
    "tongxinbao.notice.published": "发布了资金使用报告或公告",
    "tongxinbao.order.placed": "提交了认购",
    "tongxinbao.order.held": "认购成功,冻结了款项",
    "tongxinbao.order.refused": "认购未成功",
    "tongxinbao.order.withdrawn": "撤回了认购",
    "tongxinbao.order.released": "解除了认购",
    "tongxinbao.mandate.signed": "授权企业代为认购",
    "tongxinbao.mandate.revoked": "撤销了委托认购的授权",
    "tongxinbao.entrusted.loaded": "上传了委托认购名单",
    "tongxinbao.entrusted.submitted": "提交了委托认购名单",
    "tongxinbao.entrusted.returned": "退回了委托认购名单",
    "tongxinbao.entrusted.released": "放行了委托认购名单",
    "tongxinbao.entrusted.placed": "按委托名单办理了认购",
    "tongxinbao.entrusted.discarded": "作废了委托认购名单",
    "tongxinbao.entrusted.lapsed": "委托认购名单已失效",
}
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

"""The words of complaints (消费投诉), after 《银行业保险业消费投诉处理管理办法》."""

from enum import StrEnum

from apps.core import params
from apps.notify.contracts import Category, NoticeKind


class ComplaintState(StrEnum):
    """消费投诉: received, with somebody, replied to, replied to and not accepted, over."""

    FILED = "FILED"
    TAKEN = "TAKEN"
    REPLIED = "REPLIED"
    ESCALATED = "ESCALATED"
    CLOSED = "CLOSED"


class ComplaintKind(StrEnum):
    SERVICE = "SERVICE"
    FEE = "FEE"
    PRODUCT = "PRODUCT"
    FUNDS = "FUNDS"
    PRIVACY = "PRIVACY"
    OTHER = "OTHER"


class Verdict(StrEnum):
    """What the person thinks of the reply; SILENT where nothing was said in time."""

    SATISFIED = "SATISFIED"
    UNSATISFIED = "UNSATISFIED"
    SILENT = "SILENT"


COMPLAINT_LABELS = {
    ComplaintState.FILED: "已受理",
    ComplaintState.TAKEN: "处理中",
    ComplaintState.REPLIED: "已答复",
    ComplaintState.ESCALATED: "升级处理中",
    ComplaintState.CLOSED: "已办结",
}
COMPLAINT_KIND_LABELS = {
    ComplaintKind.SERVICE: "服务态度与效率",
    ComplaintKind.FEE: "收费",
    ComplaintKind.PRODUCT: "产品与收益",
    ComplaintKind.FUNDS: "资金与到账",
    ComplaintKind.PRIVACY: "个人信息",
    ComplaintKind.OTHER: "其他",
}
VERDICT_LABELS = {Verdict.SATISFIED: "满意", Verdict.UNSATISFIED: "不满意", Verdict.SILENT: "未表态"}
COMPLAINT, EXTENSION = "imessage.complaint", "imessage.extension"
REGULATOR = "银行保险消费者投诉维权热线 12378"

_RULE = "SEC-8"
REPLY_DAYS = params.define(
    "imessage.complaint_days", "days", "消费投诉答复期限(自收到之日)", rule=_RULE, is_statutory=True
)
LONGER_DAYS = params.define(
    "imessage.complaint_longer_days", "days", "消费投诉情况复杂时延长至(自收到之日)", rule=_RULE, is_statutory=True
)
LONGEST_DAYS = params.define(
    "imessage.complaint_longest_days", "days", "消费投诉再次延长至(自收到之日)", rule=_RULE, is_statutory=True
)
WARN_DAYS = params.define("imessage.complaint_warn_days", "days", "消费投诉到期前提醒(日)", rule=_RULE)
SILENT_DAYS = params.define("imessage.complaint_silent_days", "days", "消费投诉答复后未表态自动办结(日)", rule=_RULE)

COMPLAINT_ACTIONS = {
    "imessage.complaint.filed": "提出了消费投诉",
    "imessage.complaint.taken": "承办了消费投诉",
    "imessage.complaint.replied": "答复了消费投诉",
    "imessage.complaint.judged": "对投诉答复表态",
    "imessage.complaint.lapsed": "投诉答复逾期未表态,办结",
    "imessage.extension.asked": "申请延长投诉办理期限",
    "imessage.extension.decided": "审批了投诉延期",
    "imessage.extension.lapsed": "投诉延期申请逾期失效",
}
COMPLAINT_SUBJECTS = {COMPLAINT: "消费投诉", EXTENSION: "投诉延期"}
COMPLAINT_STATES: dict[str, dict[str, str]] = {COMPLAINT: {str(one): label for one, label in COMPLAINT_LABELS.items()}}
NOTICE_KINDS = {
    "imessage.complaint": NoticeKind(Category.ACCOUNT, "mobile"),
    "imessage.complaint.office": NoticeKind(Category.ACCOUNT, "office"),
    "imessage.complaint.desk": NoticeKind(Category.APPROVAL, "console"),
}

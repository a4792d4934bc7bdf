"""Words of agreements, consents, mandates and requests about one's own data."""

from enum import StrEnum

from apps.core import params
from apps.notify.contracts import Category, NoticeKind


class Audience(StrEnum):
    PERSON = "PERSON"
    ENTERPRISE = "ENTERPRISE"


class TextState(StrEnum):
    PROPOSED = "PROPOSED"
    ACTIVE = "ACTIVE"
    REJECTED = "REJECTED"


class ConsentDecision(StrEnum):
    GRANTED = "GRANTED"
    WITHDRAWN = "WITHDRAWN"


class MandateState(StrEnum):
    ACTIVE = "ACTIVE"
    STOPPED = "STOPPED"
    ENDED = "ENDED"


class DataRequestKind(StrEnum):
    """What a person may ask for about their own data (PIPL-5)."""

    COPY = "COPY"
    CORRECT = "CORRECT"
    DELETE = "DELETE"
    EXPLAIN = "EXPLAIN"


class DataRequestState(StrEnum):
    OPEN = "OPEN"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"


AUDIENCE_LABELS = {Audience.PERSON: "个人", Audience.ENTERPRISE: "企业"}
TEXT_LABELS = {TextState.PROPOSED: "待复核", TextState.ACTIVE: "已发布", TextState.REJECTED: "已退回"}
DECISION_LABELS = {ConsentDecision.GRANTED: "已同意", ConsentDecision.WITHDRAWN: "已撤回"}
MANDATE_LABELS = {MandateState.ACTIVE: "有效", MandateState.STOPPED: "已停止", MandateState.ENDED: "已结束"}
DATA_KIND_LABELS = {
    DataRequestKind.COPY: "查阅、复制个人信息",
    DataRequestKind.CORRECT: "更正、补充个人信息",
    DataRequestKind.DELETE: "删除个人信息",
    DataRequestKind.EXPLAIN: "解释处理规则或自动化决定",
}
DATA_STATE_LABELS = {
    DataRequestState.OPEN: "办理中",
    DataRequestState.GRANTED: "已办结",
    DataRequestState.REFUSED: "依法未办理",
    DataRequestState.WITHDRAWN: "已撤销",
}

READ_SECONDS = params.define("agreements.read_seconds", "count", "风险类协议强制阅读时长(秒)", rule="TX-12")
ANSWER_WORKDAYS = params.define("agreements.answer_workdays", "count", "个人信息请求答复时限(工作日)", rule="PIPL-5")

NOTICE_KINDS = {"agreements.data_request": NoticeKind(Category.SECURITY, "mobile")}
AUDIT_ACTIONS = {
    "agreements.text.proposed": "提出协议新版本",
    "agreements.text.published": "发布协议新版本",
    "agreements.text.refused": "退回协议新版本",
    "agreements.text.lapsed": "协议新版本逾期未复核,已失效",
    "agreements.agreement.signed": "签署协议",
    "agreements.consent.granted": "同意处理个人信息",
    "agreements.consent.withdrawn": "撤回个人信息同意",
    "agreements.mandate.signed": "签署授权",
    "agreements.mandate.stopped": "停止授权",
    "agreements.mandate.ended": "授权终止",
    "agreements.data_request.opened": "提出个人信息请求",
    "agreements.data_request.withdrawn": "撤销个人信息请求",
    "agreements.data_request.answered": "答复个人信息请求",
    "agreements.data.copied": "下载个人信息副本",
}
AUDIT_SUBJECTS = {
    "agreements.text": "协议版本",
    "agreements.signature": "电子签署",
    "agreements.consent": "个人信息同意",
    "agreements.mandate": "授权",
    "agreements.data_request": "个人信息请求",
    "agreements.person": "本人信息",
}
AUDIT_STATES = {
    "agreements.text": TEXT_LABELS,
    "agreements.mandate": MANDATE_LABELS,
    "agreements.data_request": DATA_STATE_LABELS,
}

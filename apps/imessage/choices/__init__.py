"""The words of iMessage."""

from enum import StrEnum
from typing import Any

from apps.core import params
from apps.notify.contracts import Category, NoticeKind

from .canned import CANNED_ACTIONS, CANNED_STATES, CANNED_SUBJECTS
from .complaints import COMPLAINT_ACTIONS, COMPLAINT_STATES, COMPLAINT_SUBJECTS
from .complaints import NOTICE_KINDS as COMPLAINT_NOTICES
from .desk import DESK_ACTIONS, DESK_STATES, DESK_SUBJECTS


class TalkKind(StrEnum):
    """会话: what kind of conversation it is. It decides who may open it, who may speak and who joins by itself."""

    DIRECT = "DIRECT"
    DEPARTMENT = "DEPARTMENT"
    ENTERPRISE = "ENTERPRISE"
    CARDS = "CARDS"  # 服务通知: one of each person and side, in which the house deals its cards
    BULLETIN = "BULLETIN"
    BANK_BULLETIN = "BANK_BULLETIN"
    SERVICE = "SERVICE"


class Side(StrEnum):
    """For whom a participant speaks: the person, the enterprise or the bank. One person may do more than one."""

    EMPLOYEE = "EMPLOYEE"
    OFFICE = "OFFICE"
    BANK = "BANK"


class MessageKind(StrEnum):
    """What a row of a conversation's sequence is. RECALL and the moves of people point at or speak of others; a NOTE is
    what the house itself says."""

    TEXT = "TEXT"
    IMAGE = "IMAGE"
    FILE = "FILE"
    EDIT = "EDIT"
    RECALL = "RECALL"
    CARD = "CARD"
    HIDDEN = "HIDDEN"
    SHOWN = "SHOWN"
    JOINED = "JOINED"
    LEFT = "LEFT"
    BULLETIN = "BULLETIN"
    NOTE = "NOTE"


class PostState(StrEnum):
    """Of a question and of an answer."""

    SHOWN = "SHOWN"
    HIDDEN = "HIDDEN"


class BulletinState(StrEnum):
    DRAFT = "DRAFT"
    PROPOSED = "PROPOSED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"
    REFUSED = "REFUSED"
    DISCARDED = "DISCARDED"


class ReportState(StrEnum):
    """举报: where a report of a message stands, and what was done about the message or who said it."""

    OPEN = "OPEN"
    DISMISSED = "DISMISSED"
    HIDDEN = "HIDDEN"
    MUTED = "MUTED"
    PROPOSED = "PROPOSED"  # to mute for good: another person decides
    APPEALED = "APPEALED"
    UPHELD = "UPHELD"
    OVERTURNED = "OVERTURNED"


class ReportReason(StrEnum):
    FRAUD = "FRAUD"
    ABUSE = "ABUSE"
    UNLAWFUL = "UNLAWFUL"
    SOLICITING = "SOLICITING"
    OTHER = "OTHER"


class Measure(StrEnum):
    """What whoever decides on a report may do."""

    NONE = "NONE"
    HIDE = "HIDE"
    MUTE = "MUTE"
    LASTING = "LASTING"


REPORT_LABELS = {
    ReportState.OPEN: "待处理",
    ReportState.DISMISSED: "未发现违规",
    ReportState.HIDDEN: "已隐藏消息",
    ReportState.MUTED: "已禁言",
    ReportState.PROPOSED: "长期禁言待复核",
    ReportState.APPEALED: "申诉待复核",
    ReportState.UPHELD: "申诉未支持",
    ReportState.OVERTURNED: "申诉成立,已恢复",
}
REPORT_TONES = {
    ReportState.OPEN: "warn",
    ReportState.DISMISSED: "neutral",
    ReportState.HIDDEN: "danger",
    ReportState.MUTED: "danger",
    ReportState.PROPOSED: "warn",
    ReportState.APPEALED: "warn",
    ReportState.UPHELD: "danger",
    ReportState.OVERTURNED: "ok",
}
REASON_LABELS = {
    ReportReason.FRAUD: "疑似诈骗",
    ReportReason.ABUSE: "辱骂骚扰",
    ReportReason.UNLAWFUL: "违法信息",
    ReportReason.SOLICITING: "违规集资或推销",
    ReportReason.OTHER: "其他",
}
MEASURE_LABELS = {
    Measure.NONE: "未发现违规",
    Measure.HIDE: "隐藏这条消息",
    Measure.MUTE: "隐藏并禁言 7 天",
    Measure.LASTING: "长期禁言(须另一人复核)",
}
MUTE_DAYS = 7
WORDS_LENGTH = 200  # of a reason, an appeal, a case
BANNED_SPEECH = params.define("imessage.banned_speech", "words", "员工会话禁用的销售用语", rule="SEC-8")
ALLOWED_HOSTS = params.define("imessage.allowed_hosts", "words", "会话链接白名单(域名)", rule="SEC-8")

TALK_LABELS = {
    TalkKind.DIRECT: "单聊",
    TalkKind.DEPARTMENT: "部门群",
    TalkKind.ENTERPRISE: "全员群",
    TalkKind.CARDS: "服务通知",
    TalkKind.BULLETIN: "企业公告",
    TalkKind.BANK_BULLETIN: "银行通知",
    TalkKind.SERVICE: "银行客服",
}
# In which only the house writes, for those who may publish: the people in them read and confirm.
CHANNELS = (TalkKind.BULLETIN, TalkKind.BANK_BULLETIN)
SIDE_LABELS = {Side.EMPLOYEE: "员工", Side.OFFICE: "企业", Side.BANK: "银行"}
MESSAGE_LABELS = {
    MessageKind.TEXT: "文字",
    MessageKind.IMAGE: "图片",
    MessageKind.FILE: "文件",
    MessageKind.EDIT: "修改",
    MessageKind.RECALL: "撤回",
    MessageKind.CARD: "卡片",
    MessageKind.HIDDEN: "隐藏",
    MessageKind.SHOWN: "恢复",
    MessageKind.JOINED: "加入",
    MessageKind.LEFT: "离开",
    MessageKind.BULLETIN: "公告",
    MessageKind.NOTE: "提示",
}


class WarrantKind(StrEnum):
    """调阅保全单: to read what was said, or to keep it from being erased."""

    READING = "READING"
    HOLD = "HOLD"


class WarrantState(StrEnum):
    PROPOSED = "PROPOSED"
    ACTIVE = "ACTIVE"
    RELEASING = "RELEASING"  # a hold: another person decides whether it ends
    RETURNED = "RETURNED"
    LAPSED = "LAPSED"
    ENDED = "ENDED"


WARRANT_KIND_LABELS = {WarrantKind.READING: "调阅", WarrantKind.HOLD: "保全"}
WARRANT_LABELS = {
    WarrantState.PROPOSED: "待复核",
    WarrantState.ACTIVE: "生效中",
    WarrantState.RELEASING: "待复核解除",
    WarrantState.RETURNED: "已退回",
    WarrantState.LAPSED: "已失效",
    WarrantState.ENDED: "已结束",
}
WARRANT_TONES = {
    WarrantState.PROPOSED: "warn",
    WarrantState.ACTIVE: "ok",
    WarrantState.RELEASING: "warn",
    WarrantState.RETURNED: "danger",
    WarrantState.LAPSED: "neutral",
    WarrantState.ENDED: "neutral",
}
CASE_LENGTH = 40
WARRANT = "imessage.warrant"
READING_HOURS = params.define("imessage.reading_hours", "count", "会话调阅窗口(小时)", rule="SEC-8")
# How long words are kept, by the kind of conversation; a kind that is not here is kept for ever.
KEPT_DAYS = {
    TalkKind.DIRECT: params.define("imessage.keep_direct", "days", "单聊内容保存天数", rule="PL-5"),
    TalkKind.DEPARTMENT: params.define("imessage.keep_department", "days", "部门群内容保存天数", rule="PL-5"),
    TalkKind.ENTERPRISE: params.define("imessage.keep_enterprise", "days", "全员群内容保存天数", rule="PL-5"),
    TalkKind.CARDS: params.define("imessage.keep_cards", "days", "服务通知保存天数", rule="PL-5"),
}
# Rows that the house may write: no participant's words. A withdrawn bulletin is the house's RECALL.
HOUSE_KINDS = (
    MessageKind.JOINED, MessageKind.LEFT, MessageKind.NOTE, MessageKind.CARD, MessageKind.BULLETIN, MessageKind.RECALL,
    MessageKind.HIDDEN, MessageKind.SHOWN,
)  # fmt: skip
HOUSE_TALKS = (TalkKind.CARDS, *CHANNELS)  # in which nobody but the house speaks
# Rows that say something of another row of the same conversation.
POINTING_KINDS = (MessageKind.EDIT, MessageKind.RECALL, MessageKind.HIDDEN, MessageKind.SHOWN)
# What a participant says, and may take back.
SAID_KINDS = (MessageKind.TEXT, MessageKind.IMAGE, MessageKind.FILE)
BULLETIN_LABELS = {
    BulletinState.DRAFT: "草稿",
    BulletinState.PROPOSED: "待复核",
    BulletinState.PUBLISHED: "已发布",
    BulletinState.WITHDRAWN: "已撤回",
    BulletinState.REFUSED: "已退回",
    BulletinState.DISCARDED: "已删除",
}
BULLETIN_TONES = {
    BulletinState.DRAFT: "neutral",
    BulletinState.PROPOSED: "warn",
    BulletinState.PUBLISHED: "ok",
    BulletinState.WITHDRAWN: "neutral",
    BulletinState.REFUSED: "danger",
    BulletinState.DISCARDED: "neutral",
}
POST_LABELS = {PostState.SHOWN: "显示", PostState.HIDDEN: "已隐藏"}
SUBJECT, BULLETIN, REPORT = "imessage.conversation", "imessage.bulletin", "imessage.report"

UNREAD = "imessage.unread"
NOTICE_KINDS = {kind: NoticeKind(Category.NEWS, "mobile") for kind in (BULLETIN, UNREAD)} | {
    REPORT: NoticeKind(Category.SECURITY, "mobile")
}
AUDIT_ACTIONS = {
    "imessage.direct.opened": "打开了单聊",
    "imessage.message.edited": "修改了消息",
    "imessage.message.recalled": "撤回了消息",
    "imessage.bulletin.drafted": "起草了企业公告",
    "imessage.bulletin.edited": "修改了企业公告草稿",
    "imessage.bulletin.discarded": "删除了企业公告草稿",
    "imessage.bulletin.published": "发布了企业公告",
    "imessage.bulletin.withdrawn": "撤回了公告",
    "imessage.bulletin.reminded": "提醒了未读或未确认公告的人",
    "imessage.bulletin.proposed": "提交了银行通知",
    "imessage.bulletin.decided": "复核了银行通知",
    "imessage.bulletin.lapsed": "银行通知逾期未复核,已退回",
    "imessage.bulletin.confirmed": "确认收到公告",
    "imessage.question.asked": "在社区提问",
    "imessage.question.reported": "举报了社区问题",
    "imessage.question.hidden": "隐藏了社区问题",
    "imessage.question.shown": "恢复了社区问题",
    "imessage.answer.given": "回答了社区问题",
    "imessage.answer.marked": "标记了有帮助的回答",
    "imessage.answer.reported": "举报了社区回答",
    "imessage.answer.hidden": "隐藏了社区回答",
    "imessage.answer.shown": "恢复了社区回答",
    "imessage.message.reported": "举报了消息",
    "imessage.report.decided": "处理了举报",
    "imessage.mute.decided": "复核了长期禁言",
    "imessage.report.lapsed": "长期禁言逾期未复核",
    "imessage.report.appealed": "对处理提出申诉",
    "imessage.appeal.decided": "复核了申诉",
    "imessage.warrant.proposed": "申请了会话调阅或保全",
    "imessage.warrant.decided": "复核了会话调阅或保全",
    "imessage.warrant.lapsed": "会话调阅或保全逾期未复核",
    "imessage.warrant.released": "申请解除会话保全",
    "imessage.warrant.closed": "结束了会话调阅",
    "imessage.warrant.read": "打开了会话内容",
    "imessage.bodies.expired": "清除了保存期满的会话内容",
}
AUDIT_SUBJECTS = {
    SUBJECT: "会话",
    BULLETIN: "企业公告",
    "imessage.question": "社区问题",
    "imessage.answer": "社区回答",
    REPORT: "举报",
    WARRANT: "会话调阅保全单",
}
AUDIT_STATES: dict[str, dict[Any, str]] = {
    BULLETIN: BULLETIN_LABELS,
    "imessage.question": POST_LABELS,
    "imessage.answer": POST_LABELS,
    REPORT: REPORT_LABELS,
    "imessage.message": REPORT_LABELS,
    "imessage.mute": REPORT_LABELS,
    "imessage.appeal": REPORT_LABELS,
    WARRANT: WARRANT_LABELS,
}
NOTICE_KINDS |= COMPLAINT_NOTICES
AUDIT_ACTIONS |= DESK_ACTIONS | COMPLAINT_ACTIONS | CANNED_ACTIONS
AUDIT_SUBJECTS |= DESK_SUBJECTS | COMPLAINT_SUBJECTS | CANNED_SUBJECTS
AUDIT_STATES |= DESK_STATES | COMPLAINT_STATES | CANNED_STATES

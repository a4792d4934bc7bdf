"""The words of iMessage."""

from enum import StrEnum
from typing import Any

from apps.notify.contracts import Category, NoticeKind


class TalkKind(StrEnum):
    """会话: what kind of conversation it is. It decides who may open it, who may speak and who joins by itself."""

    DIRECT = "DIRECT"
    DEPARTMENT = "DEPARTMENT"
    ENTERPRISE = "ENTERPRISE"
    CARDS = "CARDS"  # 服务通知: one of each person and side, in which the house deals its cards
    BULLETIN = "BULLETIN"
    BANK_BULLETIN = "BANK_BULLETIN"


class Side(StrEnum):
    """For whom a participant speaks: the person, the enterprise or the bank. One person may do more than one."""

    EMPLOYEE = "EMPLOYEE"
    OFFICE = "OFFICE"
    BANK = "BANK"


class MessageKind(StrEnum):
    """What a row of a conversation's sequence is. RECALL and the moves of people point at or speak of others."""

    TEXT = "TEXT"
    IMAGE = "IMAGE"
    FILE = "FILE"
    EDIT = "EDIT"
    RECALL = "RECALL"
    CARD = "CARD"
    JOINED = "JOINED"
    LEFT = "LEFT"
    BULLETIN = "BULLETIN"


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


TALK_LABELS = {
    TalkKind.DIRECT: "单聊",
    TalkKind.DEPARTMENT: "部门群",
    TalkKind.ENTERPRISE: "全员群",
    TalkKind.CARDS: "服务通知",
    TalkKind.BULLETIN: "企业公告",
    TalkKind.BANK_BULLETIN: "银行通知",
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
    MessageKind.JOINED: "加入",
    MessageKind.LEFT: "离开",
    MessageKind.BULLETIN: "公告",
}
# Rows that the house may write: no participant's words. A withdrawn bulletin is the house's RECALL.
HOUSE_KINDS = (MessageKind.JOINED, MessageKind.LEFT, MessageKind.CARD, MessageKind.BULLETIN, MessageKind.RECALL)
HOUSE_TALKS = (TalkKind.CARDS, *CHANNELS)  # in which nobody but the house speaks
# Rows that say something of another row of the same conversation.
POINTING_KINDS = (MessageKind.EDIT, MessageKind.RECALL)
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
SUBJECT, BULLETIN = "imessage.conversation", "imessage.bulletin"

UNREAD = "imessage.unread"
NOTICE_KINDS = {kind: NoticeKind(Category.NEWS, "mobile") for kind in (BULLETIN, UNREAD)}
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
}
AUDIT_SUBJECTS = {SUBJECT: "会话", BULLETIN: "企业公告", "imessage.question": "社区问题", "imessage.answer": "社区回答"}
AUDIT_STATES: dict[str, dict[Any, str]] = {
    BULLETIN: BULLETIN_LABELS,
    "imessage.question": POST_LABELS,
    "imessage.answer": POST_LABELS,
}

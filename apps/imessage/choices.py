"""The words of iMessage."""

from enum import StrEnum


class TalkKind(StrEnum):
    """会话: what kind of conversation it is. It decides who may open it, who may speak and who joins by itself."""

    DIRECT = "DIRECT"
    DEPARTMENT = "DEPARTMENT"
    ENTERPRISE = "ENTERPRISE"
    CARDS = "CARDS"  # 服务通知: one of each person and side, in which the house deals its cards


class Side(StrEnum):
    """For whom a participant speaks: the person, the enterprise or the bank. One person may do more than one."""

    EMPLOYEE = "EMPLOYEE"
    OFFICE = "OFFICE"
    BANK = "BANK"


class MessageKind(StrEnum):
    """What a row of a conversation's sequence is. RECALL and the moves of people point at or speak of others."""

    TEXT = "TEXT"
    RECALL = "RECALL"
    CARD = "CARD"
    JOINED = "JOINED"
    LEFT = "LEFT"


TALK_LABELS = {
    TalkKind.DIRECT: "单聊",
    TalkKind.DEPARTMENT: "部门群",
    TalkKind.ENTERPRISE: "全员群",
    TalkKind.CARDS: "服务通知",
}
SIDE_LABELS = {Side.EMPLOYEE: "员工", Side.OFFICE: "企业", Side.BANK: "银行"}
MESSAGE_LABELS = {
    MessageKind.TEXT: "文字",
    MessageKind.RECALL: "撤回",
    MessageKind.CARD: "卡片",
    MessageKind.JOINED: "加入",
    MessageKind.LEFT: "离开",
}
# Rows that the house writes: nobody's words.
HOUSE_KINDS = (MessageKind.JOINED, MessageKind.LEFT, MessageKind.CARD)
HOUSE_TALKS = (TalkKind.CARDS,)  # in which nobody but the house speaks
SUBJECT = "imessage.conversation"

AUDIT_ACTIONS = {"imessage.direct.opened": "打开了单聊", "imessage.message.recalled": "撤回了消息"}
AUDIT_SUBJECTS = {SUBJECT: "会话"}
AUDIT_STATES: dict[str, dict[str, str]] = {}

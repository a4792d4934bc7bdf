"""The words of moving one's own money between a bound card and an account here."""

import re
from enum import StrEnum

from apps.core import params
from apps.notify.contracts import Category, NoticeKind

SUBJECT = "transfers.transfer"
REFERENCE = re.compile(r"TF-[0-9a-f]{32}")  # of the payments that are ours
GL_TRANSIT, GL_CLEARING, GL_SUSPENSE = "2241.11", "3001.02", "2241.09"


LARGE_DAY = params.define("transfers.large_day", "fen", "个人日累计转出大额提醒金额", rule="AC-7")
NEW_PAYEE_HOURS = params.define("transfers.new_payee_hours", "count", "新绑定的卡转出限额期(小时)", rule="RC-2")


class Direction(StrEnum):
    """Seen from the account here: 转入 pulls from the card, 转出 pays to it."""

    IN = "IN"
    OUT = "OUT"


class TransferState(StrEnum):
    SENT = "SENT"
    IN_DOUBT = "IN_DOUBT"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


DIRECTION_LABELS = {Direction.IN: "转入", Direction.OUT: "转出"}
STATE_LABELS = {
    TransferState.SENT: "处理中",
    TransferState.IN_DOUBT: "结果查询中",
    TransferState.SUCCEEDED: "成功",
    TransferState.FAILED: "失败",
}
STATE_TONES = {
    TransferState.SENT: "brand",
    TransferState.IN_DOUBT: "warn",
    TransferState.SUCCEEDED: "ok",
    TransferState.FAILED: "danger",
}

NOTICE_KINDS = {"transfers.transfer": NoticeKind(Category.ACCOUNT, "mobile")}
AUDIT_SUBJECTS = {SUBJECT: "转账"}
AUDIT_STATES = {SUBJECT: STATE_LABELS}
AUDIT_ACTIONS = {
    "transfers.transfer.made": "发起转账",
    "transfers.transfer.doubted": "转账状态未知,等待查询",
    "transfers.transfer.succeeded": "转账成功",
    "transfers.transfer.failed": "转账失败",
    "transfers.transfer.bounced": "转出退票",
}

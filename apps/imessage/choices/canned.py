"""The words of canned answers (快捷回复)."""

from enum import StrEnum


class CannedState(StrEnum):
    PROPOSED = "PROPOSED"
    PUBLISHED = "PUBLISHED"
    REFUSED = "REFUSED"
    LAPSED = "LAPSED"
    RETIRED = "RETIRED"


CANNED_LABELS = {
    CannedState.PROPOSED: "待复核",
    CannedState.PUBLISHED: "使用中",
    CannedState.REFUSED: "已退回",
    CannedState.LAPSED: "逾期未复核",
    CannedState.RETIRED: "已停用",
}
CANNED = "imessage.canned"
CANNED_ACTIONS = {
    "imessage.canned.proposed": "提交了快捷回复",
    "imessage.canned.decided": "复核了快捷回复",
    "imessage.canned.lapsed": "快捷回复逾期未复核",
    "imessage.canned.retired": "停用了快捷回复",
}
CANNED_SUBJECTS = {CANNED: "快捷回复"}
CANNED_STATES: dict[str, dict[str, str]] = {CANNED: {str(one): label for one, label in CANNED_LABELS.items()}}

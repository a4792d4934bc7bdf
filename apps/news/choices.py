"""The words of announcements."""

from enum import StrEnum

from apps.notify.contracts import Category, NoticeKind


class NewsKind(StrEnum):
    NOTICE = "NOTICE"
    MAINTENANCE = "MAINTENANCE"
    ACTIVITY = "ACTIVITY"


class Audience(StrEnum):
    ALL = "ALL"
    EMPLOYEES = "EMPLOYEES"
    OPERATORS = "OPERATORS"


class NewsState(StrEnum):
    PROPOSED = "PROPOSED"
    PUBLISHED = "PUBLISHED"
    REFUSED = "REFUSED"
    LAPSED = "LAPSED"
    ENDED = "ENDED"


KIND_LABELS = {NewsKind.NOTICE: "公告", NewsKind.MAINTENANCE: "维护通知", NewsKind.ACTIVITY: "产品与活动"}
AUDIENCE_LABELS = {Audience.ALL: "全体", Audience.EMPLOYEES: "员工", Audience.OPERATORS: "企业操作员"}
STATE_LABELS = {
    NewsState.PROPOSED: "待复核",
    NewsState.PUBLISHED: "已发布",
    NewsState.REFUSED: "已退回",
    NewsState.LAPSED: "已失效",
    NewsState.ENDED: "已撤下",
}
STATE_TONES = {
    NewsState.PROPOSED: "warn",
    NewsState.PUBLISHED: "ok",
    NewsState.REFUSED: "danger",
    NewsState.LAPSED: "neutral",
    NewsState.ENDED: "neutral",
}
# Whom an audience means, by the surface on which they read.
SURFACES = {
    Audience.ALL: ("mobile", "office", "console"),
    Audience.EMPLOYEES: ("mobile",),
    Audience.OPERATORS: ("office",),
}
SUBJECT = "news.announcement"

NOTICE_KINDS = {f"news.{surface}": NoticeKind(Category.NEWS, surface) for surface in SURFACES[Audience.ALL]}
AUDIT_ACTIONS = {
    "news.announcement.proposed": "提交了公告",
    "news.announcement.published": "复核发布了公告",
    "news.announcement.refused": "退回了公告",
    "news.announcement.lapsed": "公告逾期未复核,已失效",
    "news.announcement.ended": "撤下了公告",
}
AUDIT_SUBJECTS = {SUBJECT: "公告"}
AUDIT_STATES = {SUBJECT: STATE_LABELS}

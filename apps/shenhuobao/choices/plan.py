"""The words of plans: what somebody saves for, and what is bought for it of itself (WM-13)."""

from enum import StrEnum

PLAN_SUBJECT = "shenhuobao.plan"
LEAST_TARGET, MOST_TARGET = 100_00, 100_000_000_00  # 分
LEAST_DAYS, MOST_YEARS = 30, 50  # how far away a goal may lie
SHORT_DAYS, SHORT_MOST = 365, 2  # a goal that is nearer takes no product above R2 [D]


class Purpose(StrEnum):
    HOME = "HOME"
    EDUCATION = "EDUCATION"
    RETIREMENT = "RETIREMENT"
    TRAVEL = "TRAVEL"
    EMERGENCY = "EMERGENCY"
    OTHER = "OTHER"


PURPOSE_LABELS: dict[Purpose, str] = {
    Purpose.HOME: "购房",
    Purpose.EDUCATION: "教育",
    Purpose.RETIREMENT: "养老",
    Purpose.TRAVEL: "旅行",
    Purpose.EMERGENCY: "应急",
    Purpose.OTHER: "其他",
}


class PlanState(StrEnum):
    """A plan that is paused buys nothing of itself; one that is stopped is over, what it bought stays."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    STOPPED = "STOPPED"


PLAN_LABELS: dict[PlanState, str] = {
    PlanState.ACTIVE: "进行中",
    PlanState.PAUSED: "已暂停",
    PlanState.STOPPED: "已结束",
}
PLAN_TONES: dict[PlanState, str] = {PlanState.ACTIVE: "ok", PlanState.PAUSED: "warn"}
OPEN_PLANS = (PlanState.ACTIVE, PlanState.PAUSED)

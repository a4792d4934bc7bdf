"""The vocabulary of the bank's day."""

from enum import StrEnum


class DayState(StrEnum):
    OPEN = "OPEN"
    CUTOFF = "CUTOFF"
    CLOSED = "CLOSED"


DAY_LABELS: dict[DayState, str] = {
    DayState.OPEN: "营业中",
    DayState.CUTOFF: "日终处理中",
    DayState.CLOSED: "已日终",
}


class StepState(StrEnum):
    WAITING = "WAITING"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


STEP_LABELS: dict[StepState, str] = {
    StepState.WAITING: "等待",
    StepState.RUNNING: "执行中",
    StepState.DONE: "已完成",
    StepState.FAILED: "未通过",
}

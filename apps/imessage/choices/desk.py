"""The words of the bank's service desk (客服) and of complaints (消费投诉)."""

from enum import StrEnum

from apps.core import params


class Topic(StrEnum):
    """What a service thread is about; also the skill that an agent has, and the queue that it waits in."""

    PAYROLL = "PAYROLL"
    LOAN = "LOAN"
    WEALTH = "WEALTH"
    ACCOUNT = "ACCOUNT"
    OTHER = "OTHER"


class ThreadState(StrEnum):
    """客服会话: in the queue, with an agent, or over."""

    WAITING = "WAITING"
    SERVED = "SERVED"
    CLOSED = "CLOSED"


class StintEnd(StrEnum):
    """How an agent's stretch with a thread ended."""

    CLOSED = "CLOSED"
    TRANSFERRED = "TRANSFERRED"
    REQUEUED = "REQUEUED"


class WrapUp(StrEnum):
    """What it turned out to be, as the agent sees it at the end."""

    ANSWERED = "ANSWERED"
    GUIDED = "GUIDED"
    FAULT = "FAULT"
    COMPLAINT = "COMPLAINT"
    UNREACHED = "UNREACHED"


TOPIC_LABELS = {
    Topic.PAYROLL: "代付通",
    Topic.LOAN: "同心宝",
    Topic.WEALTH: "申活宝",
    Topic.ACCOUNT: "账户与卡",
    Topic.OTHER: "其他",
}
THREAD_LABELS = {ThreadState.WAITING: "排队中", ThreadState.SERVED: "服务中", ThreadState.CLOSED: "已结束"}
STINT_LABELS = {StintEnd.CLOSED: "办结", StintEnd.TRANSFERRED: "转接", StintEnd.REQUEUED: "退回队列"}
WRAP_UP_LABELS = {
    WrapUp.ANSWERED: "咨询已解答",
    WrapUp.GUIDED: "已引导办理",
    WrapUp.FAULT: "系统或业务问题,已转办",
    WrapUp.COMPLAINT: "转为投诉",
    WrapUp.UNREACHED: "客户未再回应",
}
THREAD, AGENT = "imessage.thread", "imessage.agent"

DUTY_FROM = params.define("imessage.duty_from", "hour", "在线客服开始时间(工作日)", rule="SEC-8")
DUTY_TO = params.define("imessage.duty_to", "hour", "在线客服结束时间(工作日)", rule="SEC-8")
REOPEN_DAYS = params.define("imessage.reopen_days", "days", "客服会话结束后可重新打开的天数", rule="SEC-8")

DESK_ACTIONS = {
    "imessage.thread.opened": "发起了客服会话",
    "imessage.thread.taken": "接入了客服会话",
    "imessage.thread.transferred": "转接了客服会话",
    "imessage.thread.requeued": "将客服会话退回队列",
    "imessage.thread.closed": "结束了客服会话",
    "imessage.thread.reopened": "重新打开了客服会话",
    "imessage.thread.rated": "评价了客服会话",
    "imessage.agent.appointed": "设置了客服坐席",
    "imessage.duty.started": "开始值班",
    "imessage.duty.ended": "结束值班",
}
DESK_SUBJECTS = {THREAD: "客服会话", AGENT: "客服坐席"}
DESK_STATES: dict[str, dict[str, str]] = {THREAD: {str(state): label for state, label in THREAD_LABELS.items()}}

"""The words of the case desk."""

from enum import StrEnum


class CaseState(StrEnum):
    OPEN = "OPEN"
    TAKEN = "TAKEN"
    PROPOSED = "PROPOSED"
    CLOSED = "CLOSED"


PARKED_JOB = "core.job.parked"  # the kind of a case
CASE_LABELS = {
    CaseState.OPEN: "待认领",
    CaseState.TAKEN: "处理中",
    CaseState.PROPOSED: "待复核",
    CaseState.CLOSED: "已办结",
}

AUDIT_ACTIONS = {
    "cases.case.opened": "登记了异常事项",
    "cases.case.closed": "办结了异常事项",
    "cases.case.taken": "认领了异常事项",
    "cases.case.handed_back": "交还了异常事项",
    "cases.case.handed_over": "把异常事项交接给同事",
    "cases.case.noted": "记录了处理情况",
    "cases.case.proposed": "提出了处理方案",
    "cases.case.returned": "退回了处理方案",
    "cases.job.unparked": "重新执行了已搁置的后台任务",
}
AUDIT_SUBJECTS = {"cases.case": "异常事项", "core.job": "后台任务"}
AUDIT_STATES = {"cases.case": CASE_LABELS}

"""The words of the case desk."""

from enum import StrEnum


class CaseState(StrEnum):
    OPEN = "OPEN"
    CLOSED = "CLOSED"


PARKED_JOB = "core.job.parked"  # the kind of a case
CASE_LABELS = {CaseState.OPEN: "处理中", CaseState.CLOSED: "已办结"}

AUDIT_ACTIONS = {
    "cases.case.opened": "登记了异常事项",
    "cases.case.closed": "办结了异常事项",
    "cases.job.unparked": "重新执行了已搁置的后台任务",
}
AUDIT_SUBJECTS = {"cases.case": "异常事项", "core.job": "后台任务"}
AUDIT_STATES = {"cases.case": CASE_LABELS}

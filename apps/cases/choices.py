"""The words of the case desk."""

from enum import StrEnum


class CaseState(StrEnum):
    OPEN = "OPEN"
    CLOSED = "CLOSED"


CASE_LABELS = {CaseState.OPEN: "处理中", CaseState.CLOSED: "已办结"}

AUDIT_ACTIONS = {"cases.case.opened": "登记了异常事项", "cases.case.closed": "办结了异常事项"}
AUDIT_SUBJECTS = {"cases.case": "异常事项"}
AUDIT_STATES = {"cases.case": CASE_LABELS}

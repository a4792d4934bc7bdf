"""The words of maker and checker."""

from enum import StrEnum

from apps.core import params
from apps.notify.contracts import Category, NoticeKind


class RequestState(StrEnum):
    PENDING = "PENDING"
    APPROVED = "APPROVED"
    RETURNED = "RETURNED"
    VOID = "VOID"
    LAPSED = "LAPSED"


class Verdict(StrEnum):
    APPROVE = "APPROVE"
    RETURN = "RETURN"


REQUEST_LABELS = {
    RequestState.PENDING: "待审批",
    RequestState.APPROVED: "已通过",
    RequestState.RETURNED: "已退回",
    RequestState.VOID: "已作废",
    RequestState.LAPSED: "已失效",
}
LAPSE_DAYS = params.define("approvals.lapse_days", "days", "审批申请的有效天数", rule="RC-8")
VERDICT_LABELS = {Verdict.APPROVE: "同意", Verdict.RETURN: "退回"}

NOTICE_KINDS = {"approvals.lapsed": NoticeKind(Category.APPROVAL)}
AUDIT_ACTIONS = {
    "approvals.request.opened": "提交了审批申请",
    "approvals.request.passed": "同意了审批申请(后续步骤待办)",
    "approvals.request.opined": "提交了独立审批意见",
    "approvals.request.approved": "同意了审批申请",
    "approvals.request.returned": "退回了审批申请",
    "approvals.request.voided": "作废了审批申请",
    "approvals.request.lapsed": "审批申请逾期未办结,已失效",
    "core.parameter.changed": "复核通过了参数调整",
    "core.parameter.refused": "退回了参数调整",
    "core.parameter.lapsed": "参数调整逾期未复核,已失效",
}
AUDIT_SUBJECTS = {"core.parameter": "参数"}
AUDIT_STATES = {"approvals.request": REQUEST_LABELS}

"""Words of memberships and their states."""

from enum import StrEnum

from apps.core import params


class CertificationState(StrEnum):
    SUBMITTED = "SUBMITTED"
    REVIEWED = "REVIEWED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class CheckResult(StrEnum):
    """What the machine said of name and ID number together (ID-7)."""

    WAITING = "WAITING"
    MATCH = "MATCH"
    MISMATCH = "MISMATCH"
    UNABLE = "UNABLE"
    CHANNEL_ERROR = "CHANNEL_ERROR"


class RosterState(StrEnum):
    PREVIEW = "PREVIEW"
    IMPORTED = "IMPORTED"


class StaffDeed(StrEnum):
    """What is proposed about a post or a login of the bank's staff."""

    GRANT = "GRANT"
    REVOKE = "REVOKE"
    RESET = "RESET"


class StaffChangeState(StrEnum):
    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    RETURNED = "RETURNED"
    LAPSED = "LAPSED"


STAFF_DEED_LABELS = {
    StaffDeed.GRANT: "授予岗位",
    StaffDeed.REVOKE: "收回岗位",
    StaffDeed.RESET: "重置登录验证",
}
STAFF_CHANGE_LABELS = {
    StaffChangeState.PROPOSED: "待复核",
    StaffChangeState.APPROVED: "已同意",
    StaffChangeState.RETURNED: "已退回",
    StaffChangeState.LAPSED: "已过期",
}
CERTIFICATION_LABELS = {
    CertificationState.SUBMITTED: "待审核",
    CertificationState.REVIEWED: "待审批",
    CertificationState.APPROVED: "已通过",
    CertificationState.REJECTED: "已退回",
    CertificationState.WITHDRAWN: "已撤销",
}

CHECK_LABELS = {
    CheckResult.WAITING: "核验中",
    CheckResult.MATCH: "一致",
    CheckResult.MISMATCH: "不一致",
    CheckResult.UNABLE: "无法核验",
    CheckResult.CHANNEL_ERROR: "通道异常",
}

ROSTER_LABELS = {RosterState.PREVIEW: "待确认", RosterState.IMPORTED: "已导入"}

# What a reject may name, so that only this field is opened again.
REJECT_FIELDS = {
    "name": "姓名",
    "id_number": "身份证号",
    "emp_no": "工号",
    "department": "部门",
    "hired_on": "入职日期",
    "contract_type": "合同类型",
}

CERTIFICATION_HOURS = params.define("members.certification_hours", "count", "员工认证处理时限(小时)", rule="ID-9")

AUDIT_ACTIONS = {
    "members.roster.uploaded": "上传花名册",
    "members.roster.imported": "导入花名册",
    "members.certification.submitted": "提交员工认证",
    "members.certification.checked": "联网核查员工身份",
    "members.certification.reviewed": "审核通过员工认证",
    "members.certification.approved": "审批通过员工认证",
    "members.certification.rejected": "退回员工认证",
    "members.certification.lapsed": "员工认证逾期未办结,已撤销",
    "members.identity.revealed": "查看员工证件明文",
    "members.member.left": "登记员工离职",
    "members.operator.granted": "授予企业操作员角色",
    "members.operator.revoked": "收回企业操作员角色",
    "members.staff.granted": "授予银行岗位",
    "members.staff.revoked": "收回银行岗位",
    "members.staff_change.proposed": "提出了岗位或登录的变更",
    "members.staff_change.approved": "同意了岗位或登录的变更",
    "members.staff_change.returned": "退回了岗位或登录的变更",
    "members.staff_change.lapsed": "岗位或登录的变更逾期未办结",
    "members.credential.issued": "签发企业接口凭证",
    "members.credential.revoked": "停用企业接口凭证",
}
AUDIT_SUBJECTS = {
    "members.roster_upload": "花名册",
    "members.certification": "员工认证",
    "members.employee_member": "员工成员",
    "members.operator_grant": "企业操作员",
    "members.staff_grant": "银行岗位",
    "members.staff_change": "银行岗位变更",
    "members.api_credential": "接口凭证",
}

"""Words of memberships and their states."""

import re
from enum import StrEnum

from apps.core import params
from apps.notify.contracts import Category, NoticeKind

PROOF_REFERENCE = re.compile(r"MP[0-9]{14}")  # of the payments that prove an account


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
    DISCARDED = "DISCARDED"


class RosterScope(StrEnum):
    """What a roster holds: those who come, or everybody, so that who is missing has left."""

    NEW = "NEW"
    FULL = "FULL"


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


class ApplicationKind(StrEnum):
    FIRST = "FIRST"
    YEARLY = "YEARLY"
    CHANGE = "CHANGE"


class ApplicationState(StrEnum):
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    REVIEWED = "REVIEWED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class PaperKind(StrEnum):
    LICENCE = "LICENCE"
    LETTER = "LETTER"


class ReviewKind(StrEnum):
    EMPLOYEE = "EMPLOYEE"
    ENTERPRISE = "ENTERPRISE"


class ReviewState(StrEnum):
    SUBMITTED = "SUBMITTED"
    REVIEWED = "REVIEWED"
    DISPUTED = "DISPUTED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class Word(StrEnum):
    """What one person of the bank says of a case."""

    ACCEPT = "ACCEPT"
    REJECT = "REJECT"


class SampleResult(StrEnum):
    GOOD = "GOOD"
    FAULTY = "FAULTY"


class Section(StrEnum):
    """The parts of an enterprise's application, in the order in which people fill them in."""

    COMPANY = "company"
    PAPERS = "papers"
    ACCOUNT = "account"
    OPERATORS = "operators"
    AGREEMENTS = "agreements"


APPLICATION_KIND_LABELS = {
    ApplicationKind.FIRST: "首次认证",
    ApplicationKind.YEARLY: "年度复核",
    ApplicationKind.CHANGE: "信息变更",
}
APPLICATION_LABELS = {
    ApplicationState.DRAFT: "填写中",
    ApplicationState.SUBMITTED: "待审核",
    ApplicationState.REVIEWED: "待审批",
    ApplicationState.APPROVED: "已通过",
    ApplicationState.REJECTED: "已退回",
    ApplicationState.WITHDRAWN: "已撤销",
}
REVIEW_KIND_LABELS = {ReviewKind.EMPLOYEE: "员工认证", ReviewKind.ENTERPRISE: "企业认证"}
REVIEW_LABELS = {
    ReviewState.SUBMITTED: "待审核",
    ReviewState.REVIEWED: "待审批",
    ReviewState.DISPUTED: "待裁定",
    ReviewState.APPROVED: "已通过",
    ReviewState.REJECTED: "已退回",
    ReviewState.WITHDRAWN: "已撤销",
}
WORD_LABELS = {Word.ACCEPT: "通过", Word.REJECT: "退回"}
SAMPLE_LABELS = {SampleResult.GOOD: "质量合格", SampleResult.FAULTY: "发现差错"}
LOW, MIDDLE, HIGH = 1, 2, 3  # classes of risk
RISK_LABELS = {LOW: "低", MIDDLE: "中", HIGH: "高"}
PAPER_LABELS = {PaperKind.LICENCE: "营业执照", PaperKind.LETTER: "操作员授权书"}
SECTION_LABELS = {
    Section.COMPANY: "企业资料",
    Section.PAPERS: "影像资料",
    Section.ACCOUNT: "结算账户验证",
    Section.OPERATORS: "操作员授权",
    Section.AGREEMENTS: "签署协议",
}
# What a rejection of an enterprise may name, and the section that it opens again.
APPLICATION_FIELDS = {
    "name": ("企业名称", Section.COMPANY),
    "address": ("注册地址", Section.COMPANY),
    "business_scope": ("经营范围", Section.COMPANY),
    "established_on": ("成立日期", Section.COMPANY),
    "licence_until": ("营业期限", Section.COMPANY),
    "legal": ("法定代表人", Section.COMPANY),
    "owners": ("受益所有人", Section.COMPANY),
    "licence": ("营业执照影像", Section.PAPERS),
    "letter": ("操作员授权书影像", Section.PAPERS),
    "account": ("结算账户", Section.ACCOUNT),
    "operators": ("操作员", Section.OPERATORS),
}
LENDING_DAYS = params.define("members.lending_days", "days", "审批代办:一次最多几天", rule="PY-6")
OWNER_PERCENT = params.define("members.owner_percent", "percent", "受益所有人持股比例下限", rule="ID-8")
PROOF_HOURS = params.define("members.proof_hours", "count", "打款验证有效时长(小时)", rule="ID-8")
PROOF_TRIES = params.define("members.proof_tries", "count", "打款验证每次可填金额次数", rule="ID-8")
PROOF_STARTS = params.define("members.proof_starts", "count", "打款验证发起次数上限", rule="ID-8")
DRAFT_DAYS = params.define("members.draft_days", "days", "空白注册资料保留信用代码的天数", rule="ID-8")
REVERIFY_DAYS = params.define("members.reverify_days", "days", "企业认证复核周期", rule="ID-8")

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

ROSTER_LABELS = {
    RosterState.PREVIEW: "待确认",
    RosterState.IMPORTED: "已导入",
    RosterState.DISCARDED: "已放弃",
}
SCOPE_LABELS = {RosterScope.NEW: "只含新员工", RosterScope.FULL: "完整名单"}

# What a reject may name, so that only this field is opened again.
REJECT_FIELDS = {
    "name": "姓名",
    "id_number": "身份证号",
    "mobile": "手机号",
    "emp_no": "工号",
    "department": "部门",
    "hired_on": "入职日期",
    "contract_type": "合同类型",
}

# Who may mend what was sent back: the rest is mended by a new roster.
MENDED_BY_PERSON = ("name", "mobile")
MENDED_BY_ENTERPRISE = ("emp_no", "department", "hired_on", "contract_type")

CLAIM_REQUIRED = params.define("members.claim_required", "flag", "企业确认前须员工本人认领", rule="ID-9")
CERTIFICATION_HOURS = params.define("members.certification_hours", "count", "员工认证处理时限(小时)", rule="ID-9")
APPLICATION_HOURS = params.define("members.application_hours", "count", "企业认证处理时限(小时)", rule="ID-8")
LEASE_MINUTES = params.define("members.review_lease_minutes", "count", "审核件占用时长(分钟)", rule="ID-9")
SAMPLE_PERCENT = params.define("members.review_sample_percent", "percent", "通过件抽检比例", rule="ID-9")

NOTICE_KINDS = {
    "members.certification": NoticeKind(Category.CERTIFICATION, "mobile"),
    "members.enterprise": NoticeKind(Category.CERTIFICATION, "office"),
    "members.employment": NoticeKind(Category.CERTIFICATION, "mobile"),
    "members.invitation": NoticeKind(Category.CERTIFICATION, "mobile"),
    "members.grant": NoticeKind(Category.SECURITY),
}
AUDIT_ACTIONS = {
    "members.role.lent": "将审批角色委托他人代办",
    "members.role.taken_back": "提前结束代办",
    "members.roster.uploaded": "上传花名册",
    "members.roster.imported": "导入花名册",
    "members.roster.amended": "修改待导入的花名册",
    "members.roster.synced": "接口同步花名册",
    "members.roster.discarded": "放弃待导入的花名册",
    "members.insurance.recorded": "登记员工社保情况",
    "members.insurance.viewed": "查看社保证明",
    "members.certification.submitted": "提交员工认证",
    "members.certification.checked": "联网核查员工身份",
    "members.certification.reviewed": "审核通过员工认证",
    "members.certification.approved": "审批通过员工认证",
    "members.certification.rejected": "退回员工认证",
    "members.certification.lapsed": "员工认证逾期未办结,已撤销",
    "members.certification.opined": "提交员工认证的独立意见",
    "members.application.opined": "提交企业认证的独立意见",
    "members.review.taken": "领取审核件",
    "members.review.released": "放回审核件",
    "members.review.assigned": "改派审核件",
    "members.review.sampled": "登记抽检结果",
    "members.absence.set": "登记离岗",
    "members.absence.ended": "提前返岗",
    "members.enterprise.registered": "注册企业",
    "members.enterprise.submitted": "提交企业认证申请",
    "members.enterprise.taken": "受理企业认证申请",
    "members.enterprise.certified": "认证企业",
    "members.enterprise.rejected": "退回企业认证申请",
    "members.enterprise.suspended": "暂停企业服务",
    "members.enterprise.resumed": "恢复企业服务",
    "members.enterprise.terminated": "终止企业会员",
    "members.application.opened": "发起企业信息变更或复核",
    "members.application.saved": "填写企业认证资料",
    "members.application.proof_sent": "发出打款验证",
    "members.application.proof_failed": "打款验证未成功",
    "members.application.proof_tried": "填写打款验证金额",
    "members.application.proved": "通过打款验证",
    "members.application.submitted": "提交企业认证申请",
    "members.application.checked": "联网核查法定代表人身份",
    "members.application.reviewed": "审核通过企业认证申请",
    "members.application.approved": "审批通过企业认证申请",
    "members.application.rejected": "退回企业认证申请",
    "members.application.lapsed": "企业认证申请逾期未办结",
    "members.application.withdrawn": "撤销企业认证申请",
    "members.application.paper_viewed": "查看企业影像资料",
    "members.identity.revealed": "查看员工证件明文",
    "members.application.revealed": "查看企业相关人员证件明文",
    "members.member.invited": "邀请员工认领",
    "members.member.claimed": "员工本人认领",
    "members.member.mended": "更正员工信息",
    "members.department.opened": "设立部门",
    "members.department.changed": "变更部门",
    "members.department.closed": "撤销部门",
    "members.member.changed": "变更员工岗位信息",
    "members.member.left": "登记员工离职",
    "members.member.suspended": "暂停员工成员资格",
    "members.member.resumed": "恢复员工成员资格",
    "members.member.leaving": "预先登记员工离职",
    "members.member.stays": "取消预先登记的离职",
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
    "members.insurance": "社保登记",
    "members.enterprise": "企业会员",
    "members.application": "企业认证申请",
    "members.certification": "员工认证",
    "members.review": "审核件",
    "members.absence": "离岗登记",
    "members.employee_member": "员工成员",
    "members.department": "部门",
    "members.operator_grant": "企业操作员",
    "members.staff_grant": "银行岗位",
    "members.staff_change": "银行岗位变更",
    "members.api_credential": "接口凭证",
}

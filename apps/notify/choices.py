"""The words of notices."""

from dataclasses import dataclass
from enum import StrEnum

from apps.core import params


class SmsState(StrEnum):
    WAITING = "WAITING"
    SENT = "SENT"
    FAILED = "FAILED"


class Category(StrEnum):
    """What a notice is for; the inbox is sorted by it and a person's wishes are kept by it."""

    ACCOUNT = "ACCOUNT"
    SECURITY = "SECURITY"
    PAYROLL = "PAYROLL"
    CERTIFICATION = "CERTIFICATION"
    APPROVAL = "APPROVAL"
    NEWS = "NEWS"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One row of the table of categories. `is_urgent`: its text messages leave at any hour (PL-2 holds back the rest
    at night); `is_locked`: nobody can switch them off."""

    label: str
    note: str
    is_urgent: bool = False
    is_locked: bool = False


PURPOSES = {
    Category.ACCOUNT: Purpose("账户", "账户资金、开户与冻结", is_urgent=True, is_locked=True),
    Category.SECURITY: Purpose("安全", "登录、密码与设备", is_urgent=True, is_locked=True),
    Category.PAYROLL: Purpose("代发", "代发批次与工资条"),
    Category.CERTIFICATION: Purpose("认证", "会员认证的进展与结果"),
    Category.APPROVAL: Purpose("审批", "提交的申请与待办"),
    Category.NEWS: Purpose("公告", "银行公告与服务通知"),
}

SMS_LABELS = {SmsState.WAITING: "待发送", SmsState.SENT: "已发送", SmsState.FAILED: "发送失败"}

CODE_PURPOSES = {
    "sign_in": "登录",
    "pin": "设置交易密码",
    "link": "认领员工身份",
    "mobile_old": "更换手机号(原号码)",
    "mobile_new": "更换手机号(新号码)",
    "recover": "找回账号",
    "step_up": "确认操作",
}

QUIET_FROM = params.define("notify.quiet_from", "hour", "短信免打扰开始", rule="PL-2")
QUIET_TO = params.define("notify.quiet_to", "hour", "短信免打扰结束", rule="PL-2")

AUDIT_ACTIONS = {"notify.preference.changed": "修改了消息提醒设置"}
AUDIT_SUBJECTS = {"notify.preference": "消息提醒设置"}

"""The words of notices."""

from enum import StrEnum


class SmsState(StrEnum):
    WAITING = "WAITING"
    SENT = "SENT"
    FAILED = "FAILED"


SMS_LABELS = {SmsState.WAITING: "待发送", SmsState.SENT: "已发送", SmsState.FAILED: "发送失败"}

CODE_PURPOSES = {
    "sign_in": "登录",
    "pin": "设置交易密码",
    "link": "认领员工身份",
    "mobile_old": "更换手机号(原号码)",
    "mobile_new": "更换手机号(新号码)",
    "recover": "找回账号",
}

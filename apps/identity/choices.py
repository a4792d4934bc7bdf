"""The words of identity, and its numbers that may change."""

from apps.core import params

PASSWORD_DAYS = params.define("identity.password_days", "days", "银行员工登录密码有效期", rule="SEC-2")
PASSWORD_HISTORY = params.define("identity.password_history", "count", "不得重复使用的最近密码个数", rule="SEC-2")
MONEY_HOLD_HOURS = params.define("identity.money_hold_hours", "count", "找回账号后资金业务冷静期(小时)", rule="RC-2")
NEW_DEVICE_HOURS = params.define("identity.new_device_hours", "count", "新设备确认后转出限额期(小时)", rule="RC-2")

AUDIT_ACTIONS = {
    "identity.person.created": "登记了客户身份",
    "identity.person.renamed": "更正自然人姓名",
    "identity.login.created": "开通了登录",
    "identity.login.disabled": "停用了登录",
    "identity.login.signed_in": "登录了系统",
    "identity.login.signed_out": "退出了登录",
    "identity.login.locked": "因连续输错被暂时锁定",
    "identity.sessions.ended": "下线了登录设备",
    "identity.password.set": "设置了登录密码",
    "identity.pin.set": "设置了交易密码",
    "identity.pin.locked": "因连续输错锁定了交易密码",
    "identity.password.changed": "修改了登录密码",
    "identity.device.seen": "在新设备上登录",
    "identity.device.trusted": "确认了登录设备",
    "identity.device.forgotten": "移除了登录设备",
    "identity.mobile.changed": "更换了手机号",
    "identity.login.recovered": "找回了登录",
    "identity.recovery_codes.made": "生成了恢复码",
    "identity.recovery_code.used": "使用了恢复码",
    "identity.factors.reset": "重置了登录验证方式",
    "identity.totp.set": "绑定了动态口令",
    "identity.passkey.added": "添加了通行密钥",
    "identity.passkey.removed": "移除了通行密钥",
    "identity.step_up.confirmed": "确认了本人操作",
}
AUDIT_SUBJECTS = {"login": "登录", "person": "客户", "step_up": "本人确认", "device": "登录设备"}
AUDIT_STATES = {"identity.login": {"ACTIVE": "启用", "DISABLED": "停用"}}

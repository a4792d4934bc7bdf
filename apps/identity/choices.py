"""The words of identity."""

AUDIT_ACTIONS = {
    "identity.person.created": "登记了客户身份",
    "identity.login.created": "开通了登录",
    "identity.login.disabled": "停用了登录",
    "identity.login.signed_in": "登录了系统",
    "identity.login.signed_out": "退出了登录",
    "identity.login.locked": "因连续输错被暂时锁定",
    "identity.sessions.ended": "下线了登录设备",
    "identity.password.set": "设置了登录密码",
    "identity.pin.set": "设置了交易密码",
    "identity.pin.locked": "因连续输错锁定了交易密码",
    "identity.totp.set": "绑定了动态口令",
    "identity.passkey.added": "添加了通行密钥",
    "identity.passkey.removed": "移除了通行密钥",
    "identity.step_up.confirmed": "确认了本人操作",
}
AUDIT_SUBJECTS = {"login": "登录", "person": "客户", "step_up": "本人确认"}
AUDIT_STATES = {"identity.login": {"ACTIVE": "启用", "DISABLED": "停用"}}

"""The life of a short message, and what its text may hold."""

from datetime import datetime, time, timedelta

from apps.core.clock import SHANGHAI
from apps.core.lifecycle import Lifecycle, Move
from apps.identity.contracts import SecurityChange as C

from .choices import CODE_PURPOSES
from .choices import SmsState as S

DAY_HOURS = 24
SMS_TRIES = 5  # of one message, with the delays of its job between them

SMS = Lifecycle(
    "notify.sms",
    "短信",
    (
        Move("write", "", S.WAITING, "system", "", "a job sends it after the commit"),
        Move("send", S.WAITING, S.SENT, "system", "the gateway accepted", ""),
        Move("give_up", S.WAITING, S.FAILED, "system", "every try failed, or it expired", "the inbox still has it"),
    ),
)


def code_text(bank: str, purpose: str, code: str, detail: str = "") -> str:
    """The text of a code: it names the purpose, and what exactly is confirmed where that is known (SEC-7)."""
    return (
        f"【{bank}】验证码 {code},用于{detail or CODE_PURPOSES[purpose]},5分钟内有效。请勿告诉任何人,包括银行工作人员。"
    )


_SECURITY = {
    C.NEW_DEVICE: ("新设备登录", "您的账号在新设备上登录。"),
    C.NEW_DEVICE_WAITS: ("新设备登录", "您的账号在新设备上登录,确认该设备前不能办理资金业务。"),
    C.PIN_CHANGED: ("交易密码已修改", "您的交易密码已修改。"),
    C.PIN_RESET: ("交易密码已重置", "您的交易密码已通过身份核验重置。"),
    C.PIN_LOCKED: ("交易密码已锁定", "您的交易密码连续输错,已锁定,请到安全中心重置。"),
    C.PASSWORD_CHANGED: ("登录密码已修改", "您的登录密码已修改。"),
    C.MOBILE_CHANGED: ("手机号已更换", "您登记的手机号已更换为本号码。"),
    C.MOBILE_RECOVERED: ("账号已找回", "您的账号已找回并换绑本号码,冷静期内不能办理资金业务。"),
    C.RECOVERY_CODES_MADE: ("恢复码已生成", "您的账号生成了新的恢复码,原有的已作废。"),
    C.RECOVERY_CODE_USED: ("恢复码已使用", "您的账号用恢复码登录,请重新绑定动态口令或通行密钥。"),
    C.FACTORS_RESET: ("登录验证已重置", "您的登录验证方式已由管理员重置,下次登录时重新绑定。"),
}


def security_text(change: str, at: str, where: str) -> tuple[str, str]:
    """Title and text of what happened to a login: when, on which device, and what to do when it was somebody else."""
    title, said = _SECURITY[C(change)]
    place = f"({where})" if where else ""
    return title, f"{at}{place},{said}如非本人操作,请立即联系银行。"


def leaves_at(written: datetime, quiet_from: int, quiet_to: int, *, is_urgent: bool) -> datetime:
    """When a text message may leave: at once, or at the end of the quiet hours it was written in (PL-2).

    The hours are full hours in Shanghai, from inclusive, to exclusive; they may go over midnight. The same hour twice
    is no quiet at all.
    """
    here = written.astimezone(SHANGHAI)
    inside = (here.hour - quiet_from) % DAY_HOURS < (quiet_to - quiet_from) % DAY_HOURS
    if is_urgent or not inside:
        return written
    end = datetime.combine(here.date(), time(quiet_to), SHANGHAI)
    return end if end > here else end + timedelta(days=1)

"""The life of a short message, and what its text may hold."""

from apps.core.lifecycle import Lifecycle, Move

from .choices import CODE_PURPOSES
from .choices import SmsState as S

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


def code_text(bank: str, purpose: str, code: str) -> str:
    """The text of a code: it names the purpose (SEC-7)."""
    return f"【{bank}】验证码 {code},用于{CODE_PURPOSES[purpose]},5分钟内有效。请勿告诉任何人,包括银行工作人员。"

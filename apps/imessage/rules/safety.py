"""What may not be said as it was typed (SEC-8, TX-4): numbers are masked, an offer of 同心宝 is refused, and what
swindlers write is said with a warning that both sides see."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from apps.core.errors import InvalidInput
from apps.core.identifiers import IdentifierError, check_id_number, half_width, luhn_valid
from apps.core.masking import mask_account, mask_id_number
from apps.core.wording import Wording

# A run of digits as people write numbers: grouped by blanks or dashes, the last one perhaps X.
_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d(?:[ -]?\d){13,18}(?:[ -]?[Xx])?(?![0-9A-Za-z])")
_PLAIN_DIGITS = str.maketrans("0123456789", "0123456789")
_CARD_DIGITS = range(16, 20)
_ID_DIGITS = 18
_LOAN_LINK = re.compile(r"/\s*tongxinbao\b", re.IGNORECASE)
_LOAN_WORDS = Wording(("同心宝", "企业借款", "出借链接", "约定年利率"), ())
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_URGES = Wording(
    (
        "转账给我",
        "打钱给我",
        "汇款给我",
        "转到这张卡",
        "打到这张卡",
        "把验证码",
        "验证码发我",
        "验证码告诉我",
        "帮我垫",
    ),
    (),
)
WARNINGS = {
    "link": "消息中有链接。银行不会通过会话链接索要密码或验证码,请勿随意打开。",
    "transfer": "消息涉及转账或验证码。请先当面或电话核实对方身份,谨防冒充诈骗。",
}


def refuse_offer(text: str) -> None:
    """Raises InvalidInput E_LOAN_OFFER for a link to 同心宝 or a text that offers it, in whatever conversation."""
    plain = half_width(text)
    if _LOAN_LINK.search(plain) or (_LINK.search(plain) and any(_LOAN_WORDS.banned_in(plain))):
        message = "会话中不能发送企业借款的链接或邀请。有资格的员工会在自己的页面中看到。"
        raise InvalidInput("E_LOAN_OFFER", message, fields={"text": message})


def refuse_promise(text: str, banned: Iterable[str]) -> None:
    """Raises InvalidInput E_SALES_SPEECH, with the words, where somebody of the bank promises what nobody may."""
    found = list(Wording(map(re.escape, banned), ()).banned_in(half_width(text)))
    if found:
        message = f"银行员工不得使用「{'」「'.join(found)}」等承诺性销售用语,请修改后发送。"
        raise InvalidInput("E_SALES_SPEECH", message, fields={"text": message})


def masked(text: str, today: date) -> str:
    """The text with every card number (by its check digit) and every 证件号 masked, the rest as it was typed."""

    def mask(found: re.Match[str]) -> str:
        number = re.sub(r"[ -]", "", found.group())
        if len(number) == _ID_DIGITS and _is_id(number, today):
            return mask_id_number(number)
        if number.isdigit() and len(number) in _CARD_DIGITS and luhn_valid(number):
            return mask_account(number)
        return found.group()

    return _NUMBER.sub(mask, text.translate(_PLAIN_DIGITS))


def _is_id(number: str, today: date) -> bool:
    try:
        check_id_number(number, today)
    except IdentifierError:
        return False
    return True


def has_link(text: str) -> bool:
    """Whether it is worth asking which hosts need no warning."""
    return bool(_LINK.search(half_width(text)))


def warnings(text: str, own_hosts: tuple[str, ...]) -> Iterator[str]:
    """The codes of WARNINGS that a text earns: a link to elsewhere, a call for money or for a code."""
    plain = half_width(text)
    hosts = [re.split(r"[/:?#]", link.split("://", 1)[-1], maxsplit=1)[0].lower() for link in _LINK.findall(plain)]
    if any(host not in own_hosts for host in hosts):
        yield "link"
    if any(_URGES.banned_in(plain)):
        yield "transfer"

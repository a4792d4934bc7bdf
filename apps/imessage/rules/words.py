"""What people write for many to read: bounded, without what nobody types, numbers masked, no offers."""

from datetime import date

from apps.core.errors import InvalidInput
from apps.core.identifiers import half_width
from apps.core.wording import Wording

from .bodies import is_control
from .safety import masked, refuse_offer, warnings

# Among colleagues nobody is asked for money and nothing is sold (SEC-8, TX-2): also without a link.
_OFFERS = Wording(
    ("同心宝", "企业借款", "出借", "高息", "返利", "内部理财", "代购理财", "保本", "稳赚", "拉人头", "刷单", "加微信"),
    (),
)


def kept_words(name: str, label: str, said: str, most: int, today: date) -> str:
    """The text without margins, card and ID numbers masked; `name` is the field that an error points at.

    Raises InvalidInput NAME for none or more than `most` characters, E_CONTROL_CHAR, E_LOAN_OFFER (rules.safety).
    """
    if not 1 <= len(said.strip()) <= most:
        message = f"请填写 {most} 字以内的{label}。"
        raise InvalidInput(name.upper(), message, fields={name: message})
    if any(is_control(character) and character != "\r" for character in said):
        message = f"{label}中含有不可识别的字符,请重新输入。"
        raise InvalidInput("E_CONTROL_CHAR", message, fields={name: message})
    try:
        refuse_offer(said)
    except InvalidInput as error:
        raise InvalidInput(error.code, error.message, fields={name: error.message}) from None
    return masked(said.strip().replace("\r\n", "\n"), today)


def refuse_solicitation(name: str, said: str, own_hosts: tuple[str, ...]) -> None:
    """Raises InvalidInput E_SOLICIT for an offer, a call for money or a link to elsewhere."""
    plain = half_width(said)
    if any(_OFFERS.banned_in(plain)):
        message = "社区里不能推介理财、借款或其他有偿活动,请修改后再发布。"
    elif codes := list(warnings(said, own_hosts)):
        message = "社区里不能发外部链接。" if "link" in codes else "社区里不能要求转账或索要验证码。"
    else:
        return
    raise InvalidInput("E_SOLICIT", message, fields={name: message})

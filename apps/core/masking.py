"""Personal data as people may see it by default (domain rules §1.2), masked on the server for every way out.

Every function takes the normalised value in clear. A value too short to hide anything is hidden whole.
"""

import re

# A part of an address above the street: nothing that could already belong to a street, a village or a house.
_PART = "[^省市区县旗州盟镇乡街道路号村0-9]{1,12}"
_DISTRICT = re.compile(
    rf"(?:{_PART}(?:省|自治区|特别行政区|市))?(?:{_PART}(?:市|自治州|州|地区|盟))?{_PART}(?:自治县|区|县|旗|市)"
)


def mask_name(name: str) -> str:
    """张三 → *三, 李四光 → 李*光, 欧阳小明 → 欧**明; first and last character also of a Latin or dotted name."""
    if len(name) <= 2:
        return "*" * min(len(name), 1) + name[1:]
    return _keep(name, 1, 1)


def mask_id_number(number: str) -> str:
    """First and last character: 3****************0."""
    return _keep(number, 1, 1)


def mask_account(number: str) -> str:
    """First six and last four digits: 622000******7898."""
    return _keep(number, 6, 4)


def account_tail(number: str) -> str:
    """The last four digits, for receipts and short messages (尾号 7898)."""
    return number[-4:] if len(number) > 4 else "****"


def mask_mobile(number: str) -> str:
    """First three and last four digits: 138****5678."""
    return _keep(number, 3, 4)


def mask_email(address: str) -> str:
    """First character and domain: z***@x.cn."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}" if at and local else "***"


def mask_address(address: str) -> str:
    """Down to the district: 上海市浦东新区****."""
    district = _DISTRICT.match(address)
    return (district.group() if district else "") + "****"


def _keep(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[-tail:] if hidden > 0 else "*" * len(text)

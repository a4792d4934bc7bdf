"""Identifiers that people type: 统一社会信用代码, 公民身份号码, mobile numbers, bank cards, 行号 and names.

Each `check_*` takes text as typed (full-width, spaced, with invisible characters), returns it normalised, or raises
IdentifierError with a code and one Chinese sentence that never repeats the value. Plain Python, no locks, no clock:
whoever needs an age says what day it is. Rules ID-1 … ID-6 of the rule book. Check digits come from python-stdnum
where it agrees with them; its list of birth places is not used, since abolished regions remain valid (ID-2).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from stdnum.cn import ric, uscc
from stdnum.iso7064 import mod_11_10

MAX_AGE = 120  # years, ID-2
USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

_USCC = re.compile(rf"[{USCC_CHARACTERS}]{{2}}[0-9]{{6}}[{USCC_CHARACTERS}]{{10}}", re.ASCII)
_ID_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9X]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MOBILE_PREFIX = re.compile(r"^(?:\+86|0086)")
_CARD = re.compile(r"[0-9]{13,19}")
_CNAPS = re.compile(r"[0-9]{12}")
_SPACES = re.compile(r"\s+")
_HAN = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORG_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}

# Zero-width characters vanish; the no-break space becomes a space, so that it goes at the ends, in numbers and in
# Chinese names, and still parts the words of a Latin name.
_INVISIBLE = {ord(c): None for c in "\u200b\u200c\u200d\u2060\ufeff"} | {0x00A0: " "}
_NAME_DOTS = {ord(c): "\u00b7" for c in "\u2022\u30fb\uff0e\u2027."}
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}

# Luhn by translation instead of a loop: card numbers are checked 100,000 at a time. A byte becomes what its digit
# adds to the sum, alone and doubled.
_LUHN_SINGLE = bytes(code - 48 if 48 <= code <= 57 else 0 for code in range(256))
_LUHN_DOUBLE = bytes(sum(divmod(2 * value, 10)) for value in _LUHN_SINGLE[:58]) + bytes(198)


class IdentifierError(ValueError):
    """Text that is no such identifier. `code` as in PY-5 (E_ID, ID_AGE, E_LUHN …), `message` one Chinese sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Uscc:
    """A valid 统一社会信用代码; `warning` says that the older code inside it fails its own check (ID-1)."""

    text: str
    warning: str | None


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A valid 公民身份号码, 居住证 or foreign permanent resident's number with what it tells of its holder (ID-2)."""

    text: str
    birth_date: date
    female: bool


def half_width(text: str) -> str:
    """Full-width ASCII (１２３，．Ａ) and the ideographic space as their half-width twins; all else is kept."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def strip_invisible(text: str) -> str:
    """Without what spreadsheets leave behind: U+200B, U+00A0, spaces at the ends, a leading apostrophe (PY-3)."""
    if not text.isascii():
        text = text.translate(_INVISIBLE)
    return text.strip().removeprefix("'").strip()


def check_uscc(text: str) -> Uscc:
    """ID-1. Raises IdentifierError E_USCC; a wrong inner organisation code is only a warning."""
    code = _compact(text).upper()
    if not _USCC.fullmatch(code) or uscc.calc_check_digit(code[:17]) != code[17]:
        raise IdentifierError("E_USCC", "统一社会信用代码不正确,请核对 18 位代码")
    warning = (
        None if _org_check_digit(code[8:16]) == code[16] else "统一社会信用代码中的主体标识码校验位不符,请人工核实"
    )
    return Uscc(code, warning)


def age_on(birth: date, day: date) -> int:
    """Full years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def check_id_number(text: str, today: date) -> IdNumber:
    """ID-2; `today` is the business date. Raises IdentifierError E_ID, or ID_AGE for more than 120 years."""
    number = _compact(text).upper()
    if len(number) == 15 and number.isdigit():
        raise IdentifierError("E_ID", "15 位身份证号码已停用,请填写 18 位号码")
    if not _ID_NUMBER.fullmatch(number) or ric.calc_check_digit(number) != number[17]:
        raise IdentifierError("E_ID", "身份证号码不正确,请核对 18 位号码")
    try:
        birth_date = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise IdentifierError("E_ID", "身份证号码中的出生日期不存在") from None
    if birth_date > today:
        raise IdentifierError("E_ID", "身份证号码中的出生日期晚于今天")
    if age_on(birth_date, today) > MAX_AGE:
        raise IdentifierError("ID_AGE", f"身份证号码对应的年龄超过 {MAX_AGE} 岁")
    return IdNumber(number, birth_date, female=int(number[16]) % 2 == 0)


def check_mobile(text: str) -> str:
    """ID-3: eleven digits, without spaces, hyphens, +86 or 0086. Raises IdentifierError E_MOBILE."""
    number = _MOBILE_PREFIX.sub("", _compact(text).replace("-", ""))
    if not _MOBILE.fullmatch(number):
        raise IdentifierError("E_MOBILE", "手机号码不正确,应为 11 位号码")
    return number


def card_digits(text: str) -> str:
    """The 13 to 19 digits of an account number, whether Luhn holds or not: for accounts whose registry decides (ID-4).

    Raises IdentifierError E_ACCOUNT.
    """
    if not (text.isascii() and text.isdigit()):
        text = _compact(text)
        if not _CARD.fullmatch(text):
            raise IdentifierError("E_ACCOUNT", "账号应为 13 至 19 位数字")
    elif not 13 <= len(text) <= 19:
        raise IdentifierError("E_ACCOUNT", "账号应为 13 至 19 位数字")
    return text


def check_card_number(text: str) -> str:
    """ID-4: 13 to 19 digits and Luhn. Raises IdentifierError E_ACCOUNT or E_LUHN."""
    digits = card_digits(text)
    if not luhn_valid(digits):
        raise IdentifierError("E_LUHN", "账号校验位不正确,请核对是否输错")
    return digits


def luhn_valid(digits: str) -> bool:
    """Whether ASCII digits end in their Luhn digit; a check for typing errors, no proof (ID-4)."""
    data = digits.encode()
    return (sum(data[-1::-2].translate(_LUHN_SINGLE)) + sum(data[-2::-2].translate(_LUHN_DOUBLE))) % 10 == 0


def luhn_digit(digits: str) -> str:
    """The digit that makes these ASCII digits end validly (ID-4)."""
    return next(digit for digit in "0123456789" if luhn_valid(digits + digit))


def check_cnaps(text: str) -> str:
    """ID-5: the 12 digits of a 支付系统行号, ISO 7064 MOD 11,10. Raises IdentifierError E_CNAPS."""
    code = _compact(text)
    if not _CNAPS.fullmatch(code) or not mod_11_10.is_valid(code):
        raise IdentifierError("E_CNAPS", "支付系统行号不正确,请核对 12 位行号")
    return code


def normalise_name(text: str) -> str:
    """ID-6: NFKC, every name dot as U+00B7, no spaces in a Chinese name, single ones in a Latin name; case is kept."""
    name = unicodedata.normalize("NFKC", strip_invisible(text)).translate(_NAME_DOTS).strip()
    name = _SPACES.sub("" if _HAN.search(name) else " ", name)
    return unicodedata.normalize("NFKC", name)  # once more: without a space a letter and its accent become one


def name_key(text: str) -> str:
    """What two spellings of one name have in common: the normalised name without case."""
    return normalise_name(text).casefold()


def same_name(a: str, b: str) -> bool:
    """Whether two names are one by ID-6."""
    return name_key(a) == name_key(b)


def _compact(text: str) -> str:
    return _SPACES.sub("", half_width(strip_invisible(text)))


def _org_check_digit(code: str) -> str:
    remainder = 11 - sum(_ORG_VALUES[c] * w for c, w in zip(code, _ORG_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(remainder, str(remainder))

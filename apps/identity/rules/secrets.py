"""What may be a PIN and what may be a password (SEC-2)."""

from datetime import date

_DIGITS = "0123456789"
_BIRTHDAYS = ("%y%m%d", "%m%d%y", "%d%m%y", "%Y%m", "%m%Y")


def pin_fault(pin: str, *, birth_date: date, known: tuple[str, ...]) -> str | None:
    """Why these digits are no good PIN, in one Chinese sentence; None when they are.

    `known` are the numbers of the person that others know as well: ID and mobile number.
    """
    if len(pin) != 6 or not pin.isascii() or not pin.isdigit():
        return "交易密码须为 6 位数字。"
    if any(pin == pin[:length] * (6 // length) for length in (1, 2, 3)) or pin in _DIGITS or pin[::-1] in _DIGITS:
        return "交易密码过于简单,请不要使用连续或重复的数字。"
    if pin in {birth_date.strftime(form) for form in _BIRTHDAYS} or any(pin in number for number in known):
        return "交易密码不能取自生日、证件号码或手机号码。"
    return None


def password_fault(password: str, *, birth_date: date, known: tuple[str, ...]) -> str | None:
    """Why this is no good password; None when it is: 8 characters, three of four classes, nothing known in it.

    `known` are the staff number and the ID and mobile numbers: the first may not stand in the password, and no six
    digits in a row may come from the others or from the birthday.
    """
    classes = (str.islower, str.isupper, str.isdigit, lambda character: not character.isalnum())
    kinds = sum(any(is_one(character) for character in password) for is_one in classes)
    if len(password) < 8 or kinds < 3:
        return "密码至少 8 位,须包含大写字母、小写字母、数字、符号中的三类。"
    digits = [*known, *(birth_date.strftime(form) for form in _BIRTHDAYS)]
    runs = {password[start : start + 6] for start in range(len(password) - 5)}
    is_derived = any(run.isdigit() and run in number for run in runs for number in digits)
    if is_derived or any(number and number.lower() in password.lower() for number in known):
        return "密码不能包含工号,也不能取自生日、证件号码或手机号码。"
    return None

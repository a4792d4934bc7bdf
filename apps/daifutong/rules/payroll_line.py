"""One line of a payroll file: its cells made into texts, an account and an amount, and all that is wrong in them.

PY-3 and the part of PY-4 that needs no register. Tuned for 100,000 lines: what is usual comes first.
"""

import re
from datetime import date
from decimal import Decimal

from apps.core.files import Cell, CellError, Formula
from apps.core.identifiers import (
    IdentifierError,
    card_digits,
    check_id_number,
    half_width,
    luhn_valid,
    normalise_name,
    strip_invisible,
)
from apps.core.money import MAX_FEN, Fen, MoneyError, format_yuan, parse_yuan

from .cell_text import text_of
from .payroll_contract import (
    ACCOUNT,
    AMOUNT,
    FIELD_TITLES,
    ID_NUMBER,
    NAME,
    Finding,
    PayrollLimits,
    PayrollRow,
)

SAFE_DIGITS = 15  # what a numeric cell keeps (PY-3)
NAME_LENGTH = 60

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
_NO_NAME = re.compile("^[=+@-]|[|<>{}=\\\\\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_ROUNDED_TAIL = "000"  # of 18 and 19 digits, what is left of those that a numeric cell loses

# Texts that no rule would change: nothing to strip or to map, nothing invisible, the same under NFKC.
_PLAIN_NAME = re.compile("[\u4e00-\u9fff]{1,20}")
_PLAIN_ACCOUNT = re.compile("[0-9]{13,19}")
_PLAIN = re.compile("[0-9A-Za-z\u4e00-\u9fff]+")

FieldCells = tuple[Cell, Cell, Cell, Cell, Cell, Cell]  # in the order of FIELDS


def check_line(number: int, cells: FieldCells, *, today: date, limits: PayrollLimits) -> PayrollRow:
    """The line in row `number`. What its errors and warnings say stays within the line; duplicates are the file's."""
    return _usual_line(number, cells, limits) or _any_line(number, cells, today, limits)


def _usual_line(number: int, cells: FieldCells, limits: PayrollLimits) -> PayrollRow | None:
    """A line of plain texts without a fault, which nearly all are; None leaves it to `_any_line`, which says the same
    of it, only slower."""
    name, account, amount, remark, id_number, emp_no = cells
    if not (
        name.__class__ is str
        and _PLAIN_NAME.fullmatch(name)
        and account.__class__ is str
        and _PLAIN_ACCOUNT.fullmatch(account)
        and amount is not None
        and (remark is None or (remark.__class__ is str and _PLAIN.fullmatch(remark)))
        and (emp_no is None or (emp_no.__class__ is str and _PLAIN.fullmatch(emp_no)))
        and id_number is None
        and amount.__class__ is not Formula
        and luhn_valid(account)
    ):
        return None
    errors: list[Finding] = []
    amount_text = text_of(amount)
    fen = _amount(amount, amount_text, errors, limits)
    if errors:
        return None
    return PayrollRow(number, name, account, fen, amount_text.strip(), remark or "", "", emp_no or "", (), ())


def _any_line(number: int, cells: FieldCells, today: date, limits: PayrollLimits) -> PayrollRow:
    errors: list[Finding] = []
    warnings: list[Finding] = []
    if Formula in map(type, cells):
        cells = _cached(cells, errors, warnings)
    name, account, amount, remark, id_number, emp_no = cells
    name_text, remark_text, emp_text = (_clean(text_of(cell)) for cell in (name, remark, emp_no))
    account_text, amount_text, id_text = text_of(account), text_of(amount), text_of(id_number)
    if _CONTROL.search(f"{name_text}{account_text}{amount_text}{remark_text}{id_text}{emp_text}"):
        texts = name_text, account_text, amount_text, remark_text, id_text, emp_text
        name_text, account_text, amount_text, remark_text, id_text, emp_text = _without_controls(texts, errors)
        account, amount = account_text, amount_text
    digits = _account(account, account_text, errors, warnings)
    holder = _name(name, name_text, errors)
    fen = _amount(amount, amount_text, errors, limits)
    id_text = _id_number(id_number, id_text, errors, today) if id_text else ""
    return PayrollRow(
        number, holder, digits, fen, amount_text.strip(), remark_text, id_text, emp_text, tuple(errors), tuple(warnings)
    )


def _cached(cells: FieldCells, errors: list[Finding], warnings: list[Finding]) -> FieldCells:
    """Formulas replaced by their cached values, each with its warning, or its error where there is none (PY-3)."""
    values: list[Cell] = []
    for field, cell in zip(FIELD_TITLES, cells, strict=True):
        if isinstance(cell, Formula):
            title = FIELD_TITLES[field]
            if cell.value is None:
                message = f"{title}是公式但没有计算结果,请在 Excel 中打开并保存,或粘贴为数值"
                errors.append(Finding("E_FORMULA", message, field))
            else:
                message = f"{title}是公式,按文件中保存的结果读取,请核对"
                warnings.append(Finding("W_FORMULA", message, field))
            values.append(cell.value)
        else:
            values.append(cell)
    return tuple(values)  # type: ignore[return-value]


def _clean(text: str) -> str:
    """Without invisible characters and ends; line breaks within become single spaces."""
    if not text:
        return ""
    text = strip_invisible(text)
    return _SPACES.sub(" ", text) if "\n" in text or "\r" in text or "\t" in text else text


def _without_controls(texts: tuple[str, ...], errors: list[Finding]) -> list[str]:
    cleaned = []
    for field, text in zip(FIELD_TITLES, texts, strict=True):
        clean = _CONTROL.sub("", text)
        if clean != text:
            message = f"{FIELD_TITLES[field]}中有看不见的控制字符,请重新输入"
            errors.append(Finding("E_CONTROL_CHAR", message, field))
        cleaned.append(clean)
    return cleaned


def _has(errors: list[Finding], field: str) -> bool:
    return any(error.column == field for error in errors)


def _account(cell: Cell, text: str, errors: list[Finding], warnings: list[Finding]) -> str:
    if cell.__class__ is not str:
        return _odd_account(cell, text, errors, warnings)
    try:
        digits = card_digits(text)
    except IdentifierError as error:
        text = _SPACES.sub("", half_width(strip_invisible(text)))
        if _has(errors, ACCOUNT):
            return text
        if not text:
            errors.append(Finding("E_ACCOUNT", "账号为空,请补填", ACCOUNT))
        elif _SCIENTIFIC.fullmatch(text):
            errors.append(_precision_lost())
        else:
            errors.append(Finding(error.code, f"{error.message},请核对", ACCOUNT))
        return text
    if not luhn_valid(digits):
        hint = "末几位全是 0,可能是在 Excel 中丢失了精度," if digits[SAFE_DIGITS:].startswith(_ROUNDED_TAIL) else ""
        errors.append(Finding("E_LUHN", f"账号校验位不正确,{hint}请核对是否输错", ACCOUNT))
    return digits


def _precision_lost() -> Finding:
    message = "账号是数值格式,超过 15 位的部分已经丢失,请把该列设为“文本”后重新填写完整账号"
    return Finding("E_PAN_PRECISION", message, ACCOUNT)


def _odd_account(cell: Cell, text: str, errors: list[Finding], warnings: list[Finding]) -> str:
    """An account in a cell that is no text."""
    if _has(errors, ACCOUNT):
        return text
    if cell is None:
        errors.append(Finding("E_ACCOUNT", "账号为空,请补填", ACCOUNT))
    elif isinstance(cell, CellError):
        errors.append(Finding("E_ACCOUNT", f"账号单元格是错误值 {cell.text},请改正", ACCOUNT))
    elif not isinstance(cell, Decimal) or isinstance(cell, bool):
        errors.append(Finding("E_ACCOUNT", "账号单元格不是账号,请填写 13 至 19 位数字", ACCOUNT))
    elif cell.adjusted() >= SAFE_DIGITS:
        errors.append(_precision_lost())
        return str(cell)
    else:
        message = "账号是数值格式,开头的 0 可能已经丢失,请核对"
        warnings.append(Finding("W_NUMERIC_ACCOUNT", message, ACCOUNT))
        return _account(text, text, errors, warnings)
    return text


def _name(cell: Cell, text: str, errors: list[Finding]) -> str:
    name = normalise_name(text)
    if _has(errors, NAME):
        return name
    if not name:
        errors.append(Finding("E_NAME", "姓名为空,请补填", NAME))
    elif isinstance(cell, CellError):
        errors.append(Finding("E_NAME", f"姓名单元格是错误值 {cell.text},请改正", NAME))
    elif cell.__class__ is not str or len(name) > NAME_LENGTH or _NO_NAME.search(name) or not _has_letter(name):
        errors.append(Finding("E_NAME", "姓名含有不该有的内容,请填写与银行账户一致的户名", NAME))
    return name


def _has_letter(name: str) -> bool:
    return any(character.isalpha() for character in name)


def _amount(cell: Cell, text: str, errors: list[Finding], limits: PayrollLimits) -> Fen | None:
    """分; None, with an error, for what is no amount. Zero is read, and is an error."""
    if cell.__class__ is Decimal:
        fen = _exact_fen(cell, errors)
    elif cell.__class__ is str:
        fen = _typed_fen(text, errors)
    else:
        fen = None
        if not _has(errors, AMOUNT):
            errors.append(_no_amount(cell))
    if fen == 0:
        errors.append(Finding("E_AMOUNT", "金额必须大于 0", AMOUNT))
    elif fen is not None and limits.line_amount is not None and fen > limits.line_amount:
        message = f"超过单笔上限 {format_yuan(limits.line_amount)} 元"
        errors.append(Finding("E_AMOUNT", message, AMOUNT))
    return fen


def _no_amount(cell: Cell) -> Finding:
    if cell is None:
        return Finding("E_AMOUNT", "金额为空,请补填", AMOUNT)
    if isinstance(cell, CellError):
        return Finding("E_AMOUNT", f"金额单元格是错误值 {cell.text},请改正", AMOUNT)
    kind = "日期" if isinstance(cell, date) else "逻辑值"
    return Finding("E_AMOUNT", f"金额单元格是{kind},请改为如 1234.50 的数字", AMOUNT)


def _exact_fen(number: Decimal, errors: list[Finding]) -> Fen | None:
    scaled = number * 100
    fen = int(scaled)
    if fen < 0 or fen >= MAX_FEN or (number < 0 and fen == 0):
        message = "金额必须大于 0" if number < 0 else "金额过大"
        errors.append(Finding("E_AMOUNT", message, AMOUNT))
        return None
    if fen != scaled:
        errors.append(Finding("E_DECIMALS", "金额最多两位小数,请按实发金额填写到分", AMOUNT))
        return None
    return Fen(fen)


def _typed_fen(text: str, errors: list[Finding]) -> Fen | None:
    if _has(errors, AMOUNT):
        return None
    try:
        return parse_yuan(text)
    except MoneyError as error:
        typed = strip_invisible(text)
        if not typed:
            message = "金额为空,请补填"
        elif typed[0] in "-－(（" and error.code == "E_AMOUNT":
            message = "金额必须大于 0"
        else:
            message = error.message
        errors.append(Finding(error.code, message, AMOUNT))
        return None


def _id_number(cell: Cell, text: str, errors: list[Finding], today: date) -> str:
    text = strip_invisible(text)
    if not text or _has(errors, ID_NUMBER):
        return text
    if isinstance(cell, Decimal) and cell.adjusted() >= SAFE_DIGITS:
        message = "证件号码是数值格式,末几位已经丢失,请把该列设为“文本”后重新填写"
        errors.append(Finding("E_ID", message, ID_NUMBER))
        return text
    try:
        return check_id_number(text, today).text
    except IdentifierError as error:
        errors.append(Finding("E_ID", error.message, ID_NUMBER))
        return text

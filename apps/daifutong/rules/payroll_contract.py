"""What checking a payroll file gives: rows with what is wrong in each, and why a whole file is refused. Plain data.

Codes are those of PY-5: `F_*` refuse a file, `E_*` is an error on a line, `W_*` a warning on a line. Messages are one
Chinese sentence each and never repeat an account or an ID number.
"""

from dataclasses import dataclass
from typing import NamedTuple

from apps.core.money import Fen

NAME, ACCOUNT, AMOUNT, REMARK, ID_NUMBER, EMP_NO = "name", "account", "amount", "remark", "id_number", "emp_no"
FIELDS = (NAME, ACCOUNT, AMOUNT, REMARK, ID_NUMBER, EMP_NO)
REQUIRED = (ACCOUNT, NAME, AMOUNT)
ZERO = Fen(0)
FIELD_TITLES = {
    NAME: "姓名", ACCOUNT: "账号", AMOUNT: "金额", REMARK: "附言", ID_NUMBER: "证件号码", EMP_NO: "工号",
}  # fmt: skip


class Finding(NamedTuple):
    """An error or a warning on one line; `column` is the field it concerns (FIELDS), or `sheet` for the file."""

    code: str
    message: str
    column: str


class FileError(NamedTuple):
    code: str
    message: str


class PayItem(NamedTuple):
    """An item of a payslip: 应发工资, 社保 …; `fen` < 0 is taken off."""

    label: str
    fen: int


class PayrollRow(NamedTuple):
    """One line to pay. `row` counts from 1 in the sheet or file; `amount` is 分, None when it cannot be read.

    Texts are normalised (PY-3, ID-6); `account` holds digits alone unless it has an error. `amount_text` is what stands
    in the file, for the person who mends it.
    """

    row: int
    name: str
    account: str
    amount: Fen | None
    amount_text: str
    remark: str
    id_number: str
    emp_no: str
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    items: tuple[PayItem, ...] = ()


class PayrollColumns(NamedTuple):
    """Where each field stands: `places` maps a field to its column, from 0. `header_row` 0 means there is no header."""

    places: dict[str, int]
    header_row: int


@dataclass(frozen=True, slots=True)
class PayrollLimits:
    """Dated parameters of PY-2 and PY-4; the defaults are those of the rule book."""

    lines: int = 100_000
    line_amount: Fen | None = None  # 分 a single line may pay; None: no limit of its own


@dataclass(frozen=True, slots=True)
class PayrollFile:
    """A checked file. With `file_errors` it is refused whole and `rows` is mostly empty."""

    format: str | None
    encoding: str | None = None
    sheet: str | None = None
    rows: tuple[PayrollRow, ...] = ()
    total: Fen = ZERO  # of the readable amounts, lines with errors included
    declared_total: Fen | None = None  # what the 合计 row says, when it can be read
    columns: PayrollColumns | None = None
    file_errors: tuple[FileError, ...] = ()

    @property
    def count(self) -> int:
        return len(self.rows)

"""Which column is which: the header of a payroll sheet, found by its words (PY-2, PY-3)."""

import re
from typing import NamedTuple

from apps.core.files import Row, column_letters
from apps.core.identifiers import half_width, strip_invisible

from .cell_text import text_of
from .payroll_contract import (
    ACCOUNT,
    AMOUNT,
    EMP_NO,
    FIELD_TITLES,
    ID_NUMBER,
    NAME,
    REMARK,
    REQUIRED,
    FileError,
    PayrollColumns,
)

HEADER_ROWS = 15  # a header stands among the first 15 rows
HEADER_WORDS = 2  # and has at least two words that we know

SYNONYMS: dict[str, tuple[str, ...]] = {
    ACCOUNT: ("账号", "卡号", "银行卡号", "收款账号", "工资账号", "帐号", "银行账号", "工资卡号", "收款人账号"),
    NAME: ("姓名", "户名", "收款人", "收款人名称", "账户名称", "收款人姓名", "员工姓名"),
    AMOUNT: ("金额", "实发金额", "实发工资", "发放金额", "实发"),
    REMARK: ("备注", "附言", "用途", "摘要"),
    ID_NUMBER: ("身份证号", "证件号码", "身份证号码", "证件号"),
    EMP_NO: ("工号", "员工编号"),
}
AMBIGUOUS_AMOUNTS = ("应发金额", "应发工资", "应发")  # before deductions, or what is paid? Only the enterprise knows

# Of a txt without header: 序号|账号|户名|金额|附言.
FIXED_ORDER = PayrollColumns({ACCOUNT: 1, NAME: 2, AMOUNT: 3, REMARK: 4}, header_row=0)
FIXED_WIDTH = 5

_FIELD_OF = {word: field for field, words in SYNONYMS.items() for word in words}
_DECORATION = re.compile(r"^[*#]+|\([^()]*\)$|[:*]+$")


class Header(NamedTuple):
    """A header row: the columns of each field that it names, and those of an ambiguous amount (all from 0)."""

    row: int
    found: dict[str, list[tuple[int, str]]]
    ambiguous: list[tuple[int, str]]

    @property
    def is_payroll(self) -> bool:
        """Whether it names an account or an amount; a list of names and staff numbers does not pay anybody."""
        return bool(self.ambiguous or ACCOUNT in self.found or AMOUNT in self.found)


def find_header(rows: list[Row]) -> Header | None:
    """The first of the first 15 rows with two known words."""
    for number, cells in rows[:HEADER_ROWS]:
        if number > HEADER_ROWS:
            break
        header = Header(number, {}, [])
        words = 0
        for index, cell in enumerate(cells):
            word = header_word(text_of(cell))
            if field := _FIELD_OF.get(word):
                header.found.setdefault(field, []).append((index, word))
                words += 1
            elif word in AMBIGUOUS_AMOUNTS:
                header.ambiguous.append((index, word))
                words += 1
        if words >= HEADER_WORDS:
            return header
    return None


def header_word(text: str) -> str:
    """A header without what people put around the word: `* 实发金额\\n（元）` → 实发金额."""
    word = re.sub(r"\s+", "", half_width(strip_invisible(text)))
    while (bare := _DECORATION.sub("", word)) != word:
        word = bare
    return word


def columns_of(header: Header) -> tuple[PayrollColumns, list[FileError]]:
    """The columns that a header names, and every reason why they cannot be told: F_HEADER, F_AMOUNT_AMBIGUOUS."""
    errors = []
    for field, places in header.found.items():
        words = [word for _, word in places]
        if len(places) > 1 and (field in REQUIRED or len(set(words)) < len(words)):
            where = "、".join(f"{column_letters(index + 1)} 列“{word}”" for index, word in places)
            errors.append(
                FileError(
                    "F_HEADER",
                    f"第 {header.row} 行表头中{FIELD_TITLES[field]}有 {len(places)} 列({where}),请只保留一列",
                )
            )
    missing = [field for field in REQUIRED if field not in header.found]
    if AMOUNT in missing and header.ambiguous:
        missing.remove(AMOUNT)
        index, word = header.ambiguous[0]
        errors.append(
            FileError(
                "F_AMOUNT_AMBIGUOUS",
                f"只有“{word}”({column_letters(index + 1)} 列),没有“实发金额”;"
                "应发与实发可能不同,请确认要发放的是哪一列,并把表头改为“实发金额”",
            )
        )
    errors += [
        FileError(
            "F_HEADER",
            f"第 {header.row} 行表头缺少{FIELD_TITLES[field]}列,可用的列名:{'、'.join(SYNONYMS[field])}",
        )
        for field in missing
    ]
    return PayrollColumns({field: places[0][0] for field, places in header.found.items()}, header.row), errors


def no_header() -> FileError:
    return FileError(
        "F_HEADER",
        f"前 {HEADER_ROWS} 行里没有找到表头,表头至少要有账号、姓名、金额三列,"
        "例如“姓名、银行卡号、实发金额”;也可以指定各列的位置",
    )

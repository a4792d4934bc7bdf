"""Why a whole file is refused, and the limits that refuse it (rule 16: each a named constant with a test)."""

from dataclasses import dataclass

from apps.core.errors import InvalidInput

MIB = 1024 * 1024


class FileRefused(InvalidInput):
    """The whole file cannot be taken: code F_* of PY-5 and one Chinese sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Sizes in bytes, times in seconds."""

    file_bytes: int = 30 * MIB  # PY-2
    rows: int = 100_000  # PY-2; titles, totals and footers come on top (see SPARE_ROWS)
    columns: int = 256
    archive_entries: int = 200
    archive_bytes: int = 200 * MIB  # what all parts declare together
    part_ratio: int = 60  # declared size / packed size of a part …
    part_ratio_from: int = MIB  # … that is larger than this
    parsed_bytes: int = 64 * MIB  # XML of an xlsx that is parsed: 100,000 lines of 13 columns, about 3 seconds
    cell_text: int = 32_767  # characters, Excel's own limit
    cells: int = 1_200_000  # blanks between filled ones included: what the caller can hold
    memory_bytes: int = 280 * MIB  # address space of the child
    cpu_seconds: int = 8  # the sizes above end sooner; this is for what nobody has thought of
    wall_seconds: int = 30
    answer_bytes: int = 40 * MIB  # what the child may write


SPARE_ROWS = 1_000  # rows beyond Limits.rows that may be titles, subtotals, totals and footers
HIDDEN_SHEET_ROWS = 15  # a hidden sheet is read only as far as a header may stand (PY-3)


def too_many_rows(limit: int) -> FileRefused:
    return FileRefused("F_LINES", f"超过 {limit:,} 行上限,请拆分成几个文件分批上传")


def disordered() -> FileRefused:
    return FileRefused("F_XML", "工作表内部的行列顺序有错误,请用 Excel 打开后另存再上传")


def too_complex() -> FileRefused:
    return FileRefused("F_TOO_LARGE", "文件展开后过大或过于复杂,请只保留工资数据,复制到一个新的工作簿后再上传")

"""The sheet of faults of a roster: what goes out with every wrong cell marked, and what comes back mended.

Right ID and telephone numbers go out masked; a masked cell that comes back means the stored value.
"""

import re
from collections.abc import Sequence

from apps.core.files import Cell, FileRefused, Table
from apps.core.masking import mask_id_number, mask_mobile

from ..contracts import CONTRACT_LABELS
from .roster import COLUMN_LABELS, RosterRow, cell_at, cell_text, find_header

NUMBER = "行"
PROBLEM = "问题"
MASK = "*"
_CONTRACTS: dict[str, str] = {code.value: label for code, label in CONTRACT_LABELS.items()}
_NUMBER = re.compile("[0-9]{1,7}")
_MASKS = {"id_number": mask_id_number, "mobile": mask_mobile}
HEADER = (NUMBER, *COLUMN_LABELS.values(), PROBLEM)


def shown_text(row: RosterRow, name: str) -> str:
    """A cell as pages and sheets show it: numbers masked, the contract type in words."""
    text = str(getattr(row, name))
    if name in _MASKS:
        return _MASKS[name](text) if text else ""
    return _CONTRACTS.get(text, text) if name == "contract_type" else text


def sheet_rows(rows: Sequence[RosterRow]) -> list[tuple[str, ...]]:
    """The lines of the sheet under HEADER."""
    return [
        (str(row.number), *(shown_text(row, name) for name in COLUMN_LABELS), ";".join(row.faults.values()))
        for row in rows
    ]


def sheet_marks(rows: Sequence[RosterRow]) -> dict[tuple[int, int], str]:
    """(line from 0, column from 0) → what is wrong with the cell."""
    places = {name: at for at, name in enumerate(COLUMN_LABELS, 1)}
    return {(line, places[name]): fault for line, row in enumerate(rows) for name, fault in row.faults.items()}


def read_sheet(table: Table) -> dict[int, dict[str, Cell]]:
    """A sheet that comes back: the cells by row number and column; a masked one is left out.

    Raises FileRefused (F_HEADER) for a file without the columns of the sheet, F_EMPTY for one without rows.
    """
    header, places, rows = find_header(table)
    titles = next(row for row in rows if row.number == header)
    at = next((place for place, cell in enumerate(titles.cells) if cell_text(cell) == NUMBER), None)
    if at is None:
        raise FileRefused("F_HEADER", "没有找到「行」这一列,请使用从本页下载的错误清单。")
    found: dict[int, dict[str, Cell]] = {}
    for row in rows:
        number = cell_text(cell_at(row, at))
        if row.number > header and _NUMBER.fullmatch(number):
            cells = {name: cell_at(row, place) for name, place in places.items()}
            found[int(number)] = {name: cell for name, cell in cells.items() if not _is_masked(name, cell)}
    if not found:
        raise FileRefused("F_EMPTY", "文件里没有要更正的行,请检查后重新上传。")
    return found


def _is_masked(name: str, cell: Cell) -> bool:
    return name in _MASKS and MASK in cell_text(cell)

"""The lines of a payroll file by its own header, by its maker's word, or by what was said before (PY-2)."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from apps.core.files import FileRefused, Table
from apps.core.money import plain_yuan

from ..contracts import PayLine
from ..rules.payroll_contract import FIELD_TITLES, FIELDS, REQUIRED, FileError, PayrollFile, PayrollRow
from ..rules.payroll_file import check_sent
from ..rules.payroll_question import ASKED, ColumnsAsked
from ..rules.payroll_question import COLUMNS as ASKED_COLUMNS
from ..selectors.columns import table_checked

Template = tuple[str, dict[str, int]]  # the signature of a kind of file, and its columns by field


def file_read(
    table: Table, columns: Sequence[tuple[str, int]], *, enterprise_id: UUID, on: date
) -> tuple[PayrollFile, Template | None]:
    """The file, and what is to be remembered of its columns; `columns` is the maker's answer to ColumnsAsked.

    Raises ColumnsAsked, FileRefused.
    """
    wrong, places = columns_fault(columns), {} if columns_fault(columns) else dict(columns)
    file, question = table_checked(table, enterprise_id=enterprise_id, today=on, places=places)
    if question is not None and wrong:
        raise ColumnsAsked(FileError("F_HEADER", wrong), question)
    if file.file_errors:
        error = FileError(file.file_errors[0].code, ";".join(error.message for error in file.file_errors))
        if question is not None and not places and error.code in ASKED:
            raise ColumnsAsked(error, question)
        raise FileRefused(error.code, error.message)
    return file, (question.signature, places) if question is not None and places else None


def lines_packed(lines: Sequence[PayLine]) -> bytes:
    """What a program sends, as it is kept until a job reads it."""
    return json.dumps([asdict(line) for line in lines]).encode()


def lines_read(content: bytes, *, on: date) -> tuple[PayrollRow, ...]:
    """The lines in what lines_packed gave, checked like those of a file."""
    lines = [PayLine(**line) for line in json.loads(content)]
    cells = [(one.name, one.account, plain_yuan(one.amount_fen), one.remark, None, one.emp_no) for one in lines]
    return check_sent(cells, today=on)


def columns_fault(columns: Sequence[tuple[str, int]]) -> str:
    """What is wrong with an answer, in a sentence; "" for a whole one, and for none at all."""
    places = dict(columns)
    missing = [FIELD_TITLES[field] for field in REQUIRED if field not in places]
    if columns and missing:
        return f"请指明哪一列是{'、'.join(missing)}。"
    if len(places) < len(columns):
        return "同一项内容只能指定一列,请重新选择。"
    if not set(places) <= set(FIELDS) or any(not 0 <= place < ASKED_COLUMNS for place in places.values()):
        return "列的选择有误,请重新选择。"
    return ""

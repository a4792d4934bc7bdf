"""The workbooks of a roster: the empty one, and the sheet of faults."""

from collections.abc import Sequence

from django.http import HttpResponse

from apps.core.files.writer import write_marked
from apps.core.http.files import XLSX, file_response

from ..rules.roster import RosterRow
from ..rules.roster_sheet import HEADER, sheet_marks, sheet_rows
from .roster_template import roster_template


def template_response() -> HttpResponse:
    return file_response(roster_template(), "花名册模板.xlsx", XLSX)


def sheet_response(rows: Sequence[RosterRow]) -> HttpResponse:
    """The rows with faults, wrong cells red with a comment."""
    content = write_marked("错误清单", HEADER, sheet_rows(rows), sheet_marks(rows))
    return file_response(content, "花名册错误清单.xlsx", XLSX)

"""The workbooks of the payroll: the empty list, and the sheet of faults."""

from django.http import HttpResponse

from apps.core.files import empty_sheet
from apps.core.http.files import XLSX, file_response

COLUMNS = ("工号", "姓名", "卡号", "实发工资", "附言")


def template_response() -> HttpResponse:
    """An empty list with text-formatted columns, so that Excel leaves card numbers alone."""
    return file_response(empty_sheet("代发名单", COLUMNS), "代发名单模板.xlsx", XLSX)


def sheet_response(content: bytes) -> HttpResponse:
    return file_response(content, "代发错误清单.xlsx", XLSX)

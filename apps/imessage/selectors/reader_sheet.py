"""The workbook of who has read and confirmed a bulletin."""

from datetime import datetime

from apps.core.clock import SHANGHAI
from apps.core.files.writer import OutCell, write_xlsx

from .bulletin_lines import BulletinDeskLine, BulletinReader

HEADER = ("姓名", "部门", "状态", "阅读时间", "确认时间", "是否逾期", "备注")


def reader_sheet(line: BulletinDeskLine, readers: tuple[BulletinReader, ...]) -> bytes:
    return write_xlsx(line.title, HEADER, (_row(one) for one in readers))


def _row(one: BulletinReader) -> tuple[OutCell, ...]:
    return (
        one.name, one.department, one.label, _at(one.read_at), _at(one.confirmed_at), "逾期" if one.is_late else "",
        "已离开" if one.has_left else "",
    )  # fmt: skip


def _at(at: datetime | None) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else ""

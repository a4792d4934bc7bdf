"""`manage.py check_payroll FILE`: what the bank would say of a payroll file, without changing anything.

Without `--enterprise` it needs no database, no server, no login. Exit 0 when the file can be read (lines may still have
errors), 2 when it is refused whole. The accounts are printed in full: it is the person's own file on their own machine.
"""

import json
import os
import stat
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.core import clock
from apps.core.clock import Moment
from apps.core.collector import collector_paused
from apps.core.files import FileRefused, Limits, read_table
from apps.core.identifiers import IdentifierError, check_uscc
from apps.core.ids import new_id
from apps.core.money import format_yuan, plain_yuan
from apps.members import api as members

from ... import contracts
from ...rules.lines import Line
from ...rules.payroll_contract import Finding, PayrollFile, PayrollRow
from ...rules.payroll_file import check_table, refused
from ...selectors.columns import table_checked
from ...selectors.registry import check_lines

SHOWN_LINES = 50  # lines with errors or warnings that the summary for people lists


class Command(BaseCommand):
    help = "检查一份工资文件(xlsx、xls、csv、txt),不改动任何数据"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="工资文件")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
        parser.add_argument("--sheet", help="有多张工资表时,指明用哪一张")
        parser.add_argument("--enterprise", metavar="USCC", help="再按这家企业的账户、名册和历史工资检查(需要数据库)")

    @collector_paused()
    def handle(
        self, *_args: Any, file: str, json: bool, sheet: str | None, enterprise: str | None, **_options: Any
    ) -> None:
        # Without a database there is no business date; an ID number only needs to know what is future.
        now = clock.read() if enterprise else None
        today = now.business_date if now else datetime.now(ZoneInfo(settings.TIME_ZONE)).date()
        enterprise_id = _enterprise_id(enterprise) if enterprise else None
        checked = _check(Path(file), sheet, today, enterprise_id)
        if enterprise_id and now:
            checked = _with_registers(checked, enterprise_id, now)
        try:
            for piece in _as_json(checked) if json else _for_people(checked):
                self.stdout.write(piece)
        except BrokenPipeError:  # `| head`: whoever reads has seen enough, and nothing is left to flush at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if checked.file_errors:
            sys.exit(2)


def _check(path: Path, sheet: str | None, today: date, enterprise_id: UUID | None) -> PayrollFile:
    """With the enterprise's templates for files whose header does not say which column is which."""
    try:
        table = read_table(_content(path), path.name)
    except FileRefused as error:
        return refused(error, path.name)
    if enterprise_id is not None:
        return table_checked(table, enterprise_id=enterprise_id, today=today, sheet=sheet)[0]
    return check_table(table, today=today, sheet=sheet)


def _enterprise_id(uscc: str) -> UUID:
    try:
        found = members.enterprise_by_uscc(check_uscc(uscc).text)
    except IdentifierError as error:
        raise CommandError(error.message) from error
    if found is None:
        raise CommandError("没有这家企业")
    return found.id


def _with_registers(checked: PayrollFile, enterprise_id: UUID, now: Moment) -> PayrollFile:
    """The same file with what accounts, limits, roster and past wages add to its lines."""
    lines = [Line.read(row, new_id()) for row in checked.rows]
    check_lines(lines, enterprise_id=enterprise_id, now=now)
    rows = (
        row._replace(errors=_findings(line.errors), warnings=_findings(line.warnings))
        for row, line in zip(checked.rows, lines, strict=True)
    )
    return replace(checked, rows=tuple(rows))


def _findings(found: Iterable[contracts.Finding]) -> tuple[Finding, ...]:
    return tuple(Finding(finding.code, finding.message, finding.column) for finding in found)


def _content(path: Path) -> bytes:
    """The bytes of an ordinary file; never more than the limit and one."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileRefused("F_TYPE", "这不是一个普通文件,请指定一份工资文件")
        with path.open("rb") as file:
            return file.read(Limits().file_bytes + 1)
    except (OSError, ValueError) as error:
        raise FileRefused("F_TYPE", "找不到或无法打开这个文件,请检查路径和权限") from error


def _as_json(checked: PayrollFile) -> Iterator[str]:
    """The object of the contract, line by line so that 100,000 rows need no second copy in memory."""
    head = {
        "format": checked.format,
        "encoding": checked.encoding,
        "sheet": checked.sheet,
        "count": checked.count,
        "total": plain_yuan(checked.total),
        "file_errors": [error._asdict() for error in checked.file_errors],
    }
    encode = json.JSONEncoder(ensure_ascii=(sys.stdout.encoding or "").lower() != "utf-8").encode
    yield encode(head)[:-1] + ', "rows": ['
    last = checked.count - 1
    for index, row in enumerate(checked.rows):
        yield encode(_row(row)) + ("," if index < last else "")
    yield "]}"


def _row(row: PayrollRow) -> dict[str, Any]:
    return {
        "row": row.row,
        "name": row.name,
        "account": row.account,
        "amount": None if row.amount is None else plain_yuan(row.amount),
        "errors": [error._asdict() for error in row.errors],
        "warnings": [warning._asdict() for warning in row.warnings],
    }


def _for_people(checked: PayrollFile) -> Iterator[str]:
    if checked.file_errors:
        yield "这份文件不能使用:"
        yield from (f"  {error.message} [{error.code}]" for error in checked.file_errors)
        return
    where = f",工作表“{checked.sheet}”" if checked.sheet else ""
    encoding = f",编码 {checked.encoding}" if checked.encoding else ""
    wrong = [row for row in checked.rows if row.errors]
    doubtful = [row for row in checked.rows if row.warnings]
    yield f"格式 {checked.format}{where}{encoding}"
    yield f"共 {checked.count:,} 行,合计 {format_yuan(checked.total)} 元"
    yield f"有错误 {len(wrong):,} 行,有提醒 {len(doubtful):,} 行"
    flagged = [row for row in checked.rows if row.errors or row.warnings]
    for row in flagged[:SHOWN_LINES]:
        yield f"  第 {row.row} 行:{';'.join(map(_said, (*row.errors, *row.warnings)))}"
    if len(flagged) > SHOWN_LINES:
        yield f"  …… 另有 {len(flagged) - SHOWN_LINES:,} 行,加 --json 查看全部"


def _said(finding: Finding) -> str:
    return f"{finding.message} [{finding.code}]"

"""`manage.py make_payroll N FILE`: a realistic payroll file of N made-up people, the same every time. No database."""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fixtures.payroll import made_up_lines, payroll_csv, payroll_xlsx

MAKERS: dict[str, Callable[..., bytes]] = {".xlsx": payroll_xlsx, ".csv": payroll_csv}
COMPANY = "晨星精密制造(演示)有限公司"


class Command(BaseCommand):
    help = "生成一份 N 行的演示工资文件(.xlsx 或 .csv),人名、卡号均为虚构"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rows", type=int, help="行数")
        parser.add_argument("file", type=Path, help="要写的文件,以 .xlsx 或 .csv 结尾")
        parser.add_argument("--month", default="2026-02", help="工资所属月份,如 2026-02")

    def handle(self, *_args: Any, rows: int, file: Path, month: str, **_options: Any) -> None:
        maker = MAKERS.get(file.suffix.lower())
        if maker is None:
            raise CommandError("文件名须以 .xlsx 或 .csv 结尾")
        try:
            first_day = date.fromisoformat(f"{month}-01")
        except ValueError as error:
            raise CommandError("月份须写作 2026-02") from error
        file.write_bytes(maker(made_up_lines(rows), company=COMPANY, month=first_day))
        self.stdout.write(f"已生成 {rows:,} 行:{file}")

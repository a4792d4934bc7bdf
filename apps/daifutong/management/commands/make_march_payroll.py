"""`manage.py make_march_payroll FILE`: the demo's wages of March for its own people, as fixtures/payroll keeps them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "按演示名册生成 2026 年 3 月的 300 行工资文件(含两行待修改的错误),需先载入演示数据"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="要写的 .xlsx 文件")

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        from fixtures.world_daifutong import march_file

        file.write_bytes(march_file())
        self.stdout.write(f"已生成:{file}")

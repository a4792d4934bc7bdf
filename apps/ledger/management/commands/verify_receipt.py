"""`manage.py verify_receipt FILE [--heads FILE]`: is a receipt true? Needs the exported heads and no database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from apps.core.errors import Unavailable
from apps.core.money import format_yuan
from apps.ledger import api as ledger


class Command(BaseCommand):
    help = "Checks a receipt against the exported heads of sealed blocks. Exit 0 when it is true, 1 when it is not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the receipt, JSON")
        parser.add_argument("--heads", type=Path, help="the file of exported heads; by default that of this house")

    def handle(self, *, file: Path, heads: Path | None, **options: object) -> None:
        try:
            line = ledger.receipt_check(json.loads(file.read_bytes()), heads)
        except OSError as error:
            raise CommandError(f"无法读取 {file}") from error
        except (ValueError, RecursionError):
            line = None
        except Unavailable as error:
            raise CommandError(error.message) from error
        if line is None:
            self.stdout.write("不符:这份凭证与导出的区块头对不上")
            sys.exit(1)
        self.stdout.write(
            f"真实:{line.business_date} {line.summary} {format_yuan(line.amount)} {line.asset},"
            f"凭证 {line.journal_id} 第 {line.leg} 条,第 {line.block} 个封存块"
        )

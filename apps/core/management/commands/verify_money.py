"""`manage.py verify_money`: is every invariant of the money true? Exit 0 when it is, 1 with a sentence per fault."""

import sys
import time

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from apps.core.invariants import all_checks

SHOWN = 20  # faults of one check


class Command(BaseCommand):
    help = "Checks every invariant of the money, on one snapshot, and changes nothing."

    def handle(self, *args: object, **options: object) -> None:
        bad = 0
        with transaction.atomic():
            with connection.cursor() as cursor:  # one snapshot for all checks
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            for name, check in all_checks().items():
                began = time.monotonic()
                found = list(check())
                bad += len(found)
                self.stdout.write(f"{'FAIL' if found else 'ok  '} {name} {time.monotonic() - began:.2f}s")
                for sentence in found[:SHOWN]:
                    self.stdout.write(f"     {sentence}")
        self.stdout.write("全部一致" if not bad else f"发现 {bad} 处不一致")
        sys.exit(1 if bad else 0)

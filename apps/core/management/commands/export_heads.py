"""`manage.py export_heads`: writes the heads of sealed blocks that are not written yet. Exit 1 when one disagrees."""

import sys

from django.core.management.base import BaseCommand

from apps.core import heads, seal


class Command(BaseCommand):
    help = "Adds the heads of sealed blocks to the files outside the database, as the relay does after sealing."

    def handle(self, *args: object, **options: object) -> None:
        bad = 0
        for stream in seal.streams():
            try:
                count = heads.export(stream)
            except heads.HeadDisagrees as found:
                bad += 1
                self.stdout.write(f"FAIL {stream} 第 {found.number} 块:{found.what}")
            except (OSError, ValueError) as error:
                bad += 1
                self.stdout.write(f"FAIL {stream}:{heads.file_of(stream)} 无法续写({type(error).__name__})")
            else:
                self.stdout.write(f"ok   {stream} 新导出 {count} 块:{heads.file_of(stream)}")
        sys.exit(1 if bad else 0)

"""`manage.py close_day [--to DATE]`: closes the bank's day, or days until DATE is open. Run again, it goes on."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core import bankday, clock
from apps.core.actors import Actor
from apps.core.errors import AppError

from ...services.day_close import day_advance


class Command(BaseCommand):
    help = "Closes the open bank day; a close that was interrupted is gone on with, without cutting off another day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=date.fromisoformat, help="the day that shall be open at the end")

    def handle(self, *args: Any, to: date | None, **options: Any) -> None:
        actor, opened = Actor.system("manage.py close_day"), clock.read().business_date
        if to is None:
            to = opened if bankday.closing_day() else opened + bankday.ONE_DAY
        try:
            while day_advance(to=to, actor=actor, now=clock.read()):
                if clock.read().business_date != opened:
                    opened = clock.read().business_date
                    self.stdout.write(f"已切换到营业日 {opened}")
        except AppError as error:
            raise CommandError(f"{error.message}(处理后再次运行即可继续)") from error
        self.stdout.write(f"营业日 {opened} 营业中,之前各日均已日终")

"""manage.py load_demo: the demo story into the database; a second time changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Loads the demo story. Refused where settings.DEMO is off."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--small", action="store_true", help="without the builder's 2,600 people")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("演示数据只能载入演示环境(settings.DEMO)。")
        from fixtures import world

        world.load(small=options["small"])
        self.stdout.write("演示数据已就绪。")

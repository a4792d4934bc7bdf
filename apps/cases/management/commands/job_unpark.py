"""manage.py job_unpark: the jobs that the machine has given up, and running one of them again."""

import getpass
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core import clock, jobs
from apps.core.actors import Actor
from apps.core.errors import AppError

from ...services.job_unpark import job_unpark


class Command(BaseCommand):
    help = "Lists the parked jobs; with an id and a reason runs one of them again and closes its case."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("job", nargs="?", type=UUID, help="the job's id, as the list shows it")
        parser.add_argument("--reason", default="", help="what was wrong and is mended; stands in the audit trail")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["job"] is None:
            for job_id, kind, error in jobs.parked():
                self.stdout.write(f"{job_id}  {kind}  {error}")
            return
        actor = Actor.system(f"运维 {getpass.getuser()}"[:60])
        try:
            job_unpark(job_id=options["job"], reason=options["reason"], actor=actor, now=clock.read())
        except AppError as error:
            raise CommandError(error.message) from error
        self.stdout.write("已重新排入执行,对应的异常事项已办结。")

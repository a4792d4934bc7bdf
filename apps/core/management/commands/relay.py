"""`manage.py relay`: drains the outbox, wakes workers for due jobs, seals the logs, makes the rounds."""

import signal
import time
from types import FrameType

import structlog
from celery import current_app
from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from kombu.exceptions import OperationalError as BrokerDown

from apps.core import heads, jobs, outbox, seal, sweeps
from apps.core.testing import failpoints

log = structlog.get_logger("relay")

BATCH = 200
WAITING_MOST = 1_000  # messages; minutes of work for a worker, a fifth of a megabyte for the broker
IDLE_SECONDS = 0.25
SEAL_SECONDS = 3


class Command(BaseCommand):
    help = (
        "Drains the outbox, wakes workers for due jobs, seals the logs and makes the rounds, until it is told to stop."
    )

    def handle(self, *args: object, **options: object) -> None:
        self.running = True
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        sealed_at: float = 0
        while self.running:
            busy = 0
            try:
                busy = outbox.relay(BATCH) + self._wake()
                if time.monotonic() - sealed_at > SEAL_SECONDS:
                    sealed_at = time.monotonic()
                    self._seal()
                sweeps.run_due()
            except (Error, BrokerDown):
                log.exception("relay.trouble")  # the database or the broker is away: state is safe, try again
                close_old_connections()
                time.sleep(1)
            if not busy:
                time.sleep(IDLE_SECONDS)

    def _seal(self) -> None:
        for stream in seal.streams():
            while seal.seal(stream) >= seal.BLOCK_ROWS and self.running:
                pass  # more is waiting
            heads.export_loudly(stream)

    def _wake(self) -> int:
        """Wakes workers, but never for more jobs than WAITING_MOST messages: the rest waits in the database."""
        waiting = self._waiting()
        if waiting >= WAITING_MOST:
            return 0
        ids = jobs.due(BATCH, waiting=waiting)
        for job_id in ids:
            failpoints.reach(failpoints.JOBS_MARKED)
            current_app.send_task("core.run_job", kwargs={"job_id": str(job_id)}, retry=False)
            failpoints.reach(failpoints.JOB_WOKEN)
        return len(ids)

    def _waiting(self) -> int:
        """How many messages have not reached a worker yet."""
        with current_app.connection_or_acquire() as connection:
            queue = current_app.conf.task_default_queue
            return int(connection.default_channel.queue_declare(queue).message_count)

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self.running = False

"""Jobs live in PostgreSQL; a Celery message only wakes a worker, so losing or doubling it changes nothing.

Life of a job: `add` in the transaction that needs it -> the relay wakes a worker -> `claim` sets a lease and commits
-> the handler works -> `lease.finish()` inside the handler's last transaction, refused when another worker has taken
the job since (fencing by `attempt`). A worker that dies leaves a lease that runs out. A job that has failed, or killed
its worker, as often as it may is parked, and settings.JOB_PARKED calls people to it; `unpark` is their way to run it
again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.module_loading import import_string

from . import clock
from .db import require_transaction
from .models import Job
from .testing import failpoints

log = structlog.get_logger("jobs")

LEASE_SECONDS = 120
BACKOFF_SECONDS = (1, 2, 5, 15, 60, 300, 900)
WAKE_AGAIN_SECONDS = 5  # nobody has come although no message waits: it was lost
WAKE_BUSY_SECONDS = 60  # as long as messages wait, most likely its own is among them
TRIES_AGAIN = 3  # of a job that people have let run again
WORKER_LOST = "WorkerLost"  # stands for the error of a worker that was killed and could not say


class LeaseLost(RuntimeError):
    """Another worker holds the job now; whatever this one was about to commit is rolled back."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A claimed job in a worker's hands."""

    job_id: UUID
    kind: str
    key: str
    attempt: int
    payload: dict[str, Any] = field(default_factory=dict)

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.job_id, attempt=self.attempt, state=Job.State.LEASED)

    def renew(self, seconds: int = LEASE_SECONDS) -> None:
        """Proves, in the caller's transaction, that the job is still this worker's, and prolongs the lease."""
        require_transaction()
        if not self._mine().update(lease_until=clock.wall() + timedelta(seconds=seconds)):
            raise LeaseLost(self.kind)

    def finish(self) -> None:
        """Marks the job done in the caller's transaction, or raises LeaseLost."""
        require_transaction()
        if not self._mine().update(state=Job.State.DONE, lease_until=None, finished_at=clock.wall(), last_error=""):
            raise LeaseLost(self.kind)

    def again(self, due_at: datetime) -> None:
        """Hands the job back for a later run, in the caller's transaction, without counting a failure."""
        require_transaction()
        more = F("max_attempts") + 1  # `attempt` itself is the fencing token and only ever grows
        if not self._mine().update(
            state=Job.State.DUE, due_at=due_at, lease_until=None, woken_at=None, max_attempts=more
        ):
            raise LeaseLost(self.kind)


Handler = Callable[[Lease], None]
_handlers: dict[str, tuple[Handler, int]] = {}


def handler(kind: str, *, lease_seconds: int = LEASE_SECONDS) -> Callable[[Handler], Handler]:
    """Declares who does the jobs of a kind."""

    def decorate(function: Handler) -> Handler:
        _handlers[kind] = function, lease_seconds
        return function

    return decorate


def kinds() -> frozenset[str]:
    return frozenset(_handlers)


def add(kind: str, key: str, payload: dict[str, Any], *, due_at: datetime | None = None, max_attempts: int = 8) -> None:
    """Writes a job in the caller's transaction; the same (kind, key) a second time is no second job."""
    require_transaction()
    Job.objects.bulk_create(
        [Job(kind=kind, key=key, payload=payload, due_at=due_at or clock.wall(), max_attempts=max_attempts)],
        ignore_conflicts=True,
    )


def _claimable(now: datetime) -> Q:
    return Q(state=Job.State.DUE, due_at__lte=now) | Q(state=Job.State.LEASED, lease_until__lt=now)


def claim(job_id: UUID) -> Lease | None:
    """Takes one job under a lease and commits; None when it is done, not due, in other hands, or parked just now."""
    now = clock.wall()
    with transaction.atomic(durable=True):
        job = Job.objects.select_for_update(skip_locked=True).filter(_claimable(now), pk=job_id).first()
        if job is None or job.kind not in _handlers:
            return None
        if job.attempt >= job.max_attempts:  # no worker came back to say so: each was killed
            _park(Job.objects.filter(pk=job.pk), job.pk, job.kind, WORKER_LOST)
            return None
        job.attempt += 1
        job.state = Job.State.LEASED
        job.lease_until = now + timedelta(seconds=_handlers[job.kind][1])
        job.save(update_fields=["attempt", "state", "lease_until"])
    failpoints.reach(failpoints.JOB_LEASED)
    return Lease(job.pk, job.kind, job.key, job.attempt, job.payload)


def run(job_id: UUID) -> bool:
    """Claims and works one job; True when a handler ran to its end. A failure is kept for the next try."""
    lease = claim(job_id)
    if lease is None:
        return False
    try:
        _handlers[lease.kind][0](lease)
    except LeaseLost:
        log.warning("job.lease_lost", kind=lease.kind, key=lease.key)
        return False
    except Exception as error:
        log.exception("job.failed", kind=lease.kind, key=lease.key, attempt=lease.attempt)
        _fail(lease, error)
        return False
    return True


def _fail(lease: Lease, error: Exception) -> None:
    delay = BACKOFF_SECONDS[min(lease.attempt, len(BACKOFF_SECONDS)) - 1]
    job = lease._mine()
    with transaction.atomic(durable=True):
        _park(job.filter(attempt__gte=F("max_attempts")), lease.job_id, lease.kind, type(error).__name__)
        job.filter(attempt__lt=F("max_attempts")).update(
            state=Job.State.DUE,
            due_at=clock.wall() + timedelta(seconds=delay),
            lease_until=None,
            woken_at=None,
            last_error=type(error).__name__,
        )


def _park(job: QuerySet[Job], job_id: UUID, kind: str, error: str) -> None:
    """Sets the job aside, if the query still finds it, and calls people to it in the same transaction."""
    if job.update(state=Job.State.PARKED, lease_until=None, last_error=error):
        log.error("job.parked", kind=kind, job=str(job_id), error=error)
        import_string(settings.JOB_PARKED)(job_id=job_id, kind=kind, error=error, now=clock.read())


def drop(kind: str, key: str) -> None:
    """Ends a job that is not needed any more, in the caller's transaction; one that runs just now is left to itself."""
    require_transaction()
    Job.objects.filter(kind=kind, key=key, state=Job.State.DUE).update(state=Job.State.DONE, finished_at=clock.wall())


def unpark(job_id: UUID) -> bool:
    """Makes a parked job due now, in the caller's transaction, with TRIES_AGAIN more tries.

    False when it is not parked. Locks the job. `attempt` goes on growing, so a worker with an old lease stays out.
    """
    require_transaction()
    return bool(
        Job.objects.filter(pk=job_id, state=Job.State.PARKED).update(
            state=Job.State.DUE, due_at=clock.wall(), woken_at=None, max_attempts=F("attempt") + TRIES_AGAIN
        )
    )


def parked() -> list[tuple[UUID, str, str]]:
    """The parked jobs, the oldest first, as (id, kind, name of the last error): neither key nor payload is told."""
    return list(Job.objects.filter(state=Job.State.PARKED).order_by("pk").values_list("pk", "kind", "last_error"))


def due(limit: int, *, waiting: int = 0) -> list[UUID]:
    """Ids of jobs to wake now, while `waiting` messages have not reached a worker.

    A job is named again only after WAKE_AGAIN_SECONDS, or WAKE_BUSY_SECONDS while messages wait: else a long queue
    would fill itself with the same jobs over and over.
    """
    now = clock.wall()
    again = timedelta(seconds=WAKE_BUSY_SECONDS if waiting else WAKE_AGAIN_SECONDS)
    stale = Q(woken_at__isnull=True) | Q(woken_at__lt=now - again)
    with transaction.atomic():
        rows = Job.objects.select_for_update(skip_locked=True).filter(_claimable(now), stale).order_by("due_at", "pk")
        ids = list(rows.values_list("pk", flat=True)[:limit])
        Job.objects.filter(pk__in=ids).update(woken_at=now)
    return ids

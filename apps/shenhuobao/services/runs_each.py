"""A job over many instructions: each has a transaction of its own, and one that fails does not stop the others."""

from collections.abc import Callable, Sequence
from uuid import UUID

import structlog
from django.db import Error, transaction

from apps.core.clock import Moment
from apps.core.errors import AppError
from apps.core.jobs import Lease

log = structlog.get_logger("shenhuobao.runs")
RENEW_AFTER = 500  # instructions


def runs_each(ids: Sequence[UUID], deed: Callable[..., None], *, now: Moment, lease: Lease | None = None) -> None:
    """Calls `deed(instruction_id=…, now=…)` for each, outside any transaction, and prolongs the lease on the way.
    Raises the last failure at the end, so that the job comes again for what it left."""
    failed: Exception | None = None
    for count, pk in enumerate(ids, 1):
        try:
            deed(instruction_id=pk, now=now)
        except (AppError, Error, LookupError) as error:
            log.exception("run.failed", instruction=str(pk))
            failed = error
        if lease is not None and count % RENEW_AFTER == 0:
            with transaction.atomic():
                lease.renew()
    if failed is not None:
        raise failed

"""Lines that pay what earlier ones did not: one at a time for each, by the database's word (PY-11).

A follow-up blocks the next one while it may still pay. It no longer does when its batch is cancelled or sent back, when
its line is dropped or has failed with its money returned: whoever makes the next one frees it first, under the lock of
its batch, and a batch that was sent back must win it again when it is submitted.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from apps.core.db import lock_rows, require_transaction
from apps.core.errors import Conflict

from ..choices import LEFT_OUT, RowState
from ..models import Batch, FollowUp, Row
from ..rules.batch import VOID

WHY = "lines of batches under their locks"
ENDED = (*LEFT_OUT, RowState.RETURNED)  # it will not pay any more


def origins_free(rows: Iterable[Row]) -> dict[UUID, Row]:
    """Those of the lines that nothing else is about to pay, by the line that their chain began with.

    In the caller's transaction, which holds the locks of their batches; locks the batches of earlier follow-ups,
    ascending, and frees those that are over.
    """
    require_transaction()
    rows = list(rows)
    chains = dict(FollowUp.objects.system(WHY).filter(pk__in=[row.pk for row in rows]).values_list("row", "origin"))
    by_origin = {chains.get(row.pk, row.pk): row for row in rows}
    blocked = _blocked(by_origin)
    return {origin: row for origin, row in by_origin.items() if origin not in blocked}


def follow_ups_write(pairs: Iterable[tuple[UUID, UUID]]) -> None:
    """Writes (new line, origin). Raises Conflict ALREADY_FOLLOWED when another one came first."""
    with _taken_refused():
        FollowUp.objects.bulk_create([FollowUp(row_id=row, origin_id=origin) for row, origin in pairs])


def follow_ups_claim(batch: Batch) -> None:
    """What the lines of a batch follow is theirs again, before it is submitted. Needs the batch's lock; locks those of
    other follow-ups of the same lines, ascending.

    Raises Conflict ALREADY_FOLLOWED when another batch pays one of them meanwhile.
    """
    rows = FollowUp.objects.system(WHY).filter(row__batch=batch, is_live=False).exclude(row__state__in=LEFT_OUT)
    if origins := list(rows.values_list("origin", flat=True)):
        _blocked(origins)
        with _taken_refused():
            rows.update(is_live=True)


def _blocked(origins: Iterable[UUID]) -> set[UUID]:
    """Those that a live follow-up may still pay, after those that are over were freed under their batches' locks."""
    live = FollowUp.objects.system(WHY).filter(origin__in=list(origins), is_live=True)
    lock_rows(Batch.objects.system(WHY).filter(pk__in=set(live.values_list("row__batch", flat=True))))
    over = live.filter(Q(row__state__in=ENDED) | Q(row__batch__state__in=VOID))
    FollowUp.objects.system(WHY).filter(pk__in=list(over.values_list("pk", flat=True))).update(is_live=False)
    return set(live.values_list("origin", flat=True))


@contextmanager
def _taken_refused() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "daifutong_followup_once":
            raise
        raise Conflict("ALREADY_FOLLOWED", "部分明细已在另一个批次中重发或补发,请剔除后再提交。") from error

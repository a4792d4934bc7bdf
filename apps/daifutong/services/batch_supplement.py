"""A new batch of the lines that waited for a wage card."""

from typing import Any

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict
from apps.core.idempotency import once

from ..choices import BatchKind
from ..contracts import ImportAnswer
from ..models import Batch
from ..selectors.contracts import lines_require
from ..selectors.follow_ups import waiting_rows
from .batch_follow import batch_follow, follow_answer
from .follow_ups import origins_free

ROUTE = "daifutong.batch_supplement"


@use_case
def batch_supplement(*, is_confidential: bool, key: str, actor: Actor, now: Moment) -> ImportAnswer:
    """One new batch (补发) of all lines of the enterprise that waited for a wage card which is confirmed now, either of
    its confidential batches or of the others.

    It pays for the month of the latest batch among them. Key: (enterprise, person, key).
    Locks the batches of the lines, ascending, then those of earlier supplements. Raises Conflict NOTHING_WAITS,
    NO_CONTRACT, CONTRACT_SUSPENDED, ENTERPRISE_SUSPENDED, InvalidInput E_KIND, Forbidden CONFIDENTIAL, KeyReused, Busy.
    """

    def effect() -> dict[str, Any]:
        waiting = waiting_rows(actor, is_confidential)
        batches = lock_rows(Batch.objects.scoped(actor).filter(pk__in=set(waiting.values_list("batch", flat=True))))
        rows = origins_free(waiting.order_by("batch__created_at", "number"))
        if not rows:
            raise Conflict("NOTHING_WAITS", "没有可以补发的明细:待补发的员工都还没有确认过的工资卡,或已在补发。")
        last = max(batches, key=lambda batch: (batch.created_at, batch.pk))
        lines_require(last, actor)
        return batch_follow(last, rows, f"{last.title}补发", BatchKind.SUPPLEMENT, "supplemented", actor, now)

    answer, _ = once(actor=actor, route=ROUTE, key=key, body={"is_confidential": is_confidential}, effect=effect)
    return follow_answer(answer)

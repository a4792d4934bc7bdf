"""What every use case of a batch does alike: lock it, make one move of its table, put that on record."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import Conflict
from apps.core.idempotency import once
from apps.core.lifecycle import Move
from apps.core.moves import found_locked, move_make
from apps.members import api as members

from ..choices import BATCH_LABELS, BATCH_SUBJECT, BatchState
from ..contracts import BatchAnswer
from ..models import Batch
from ..rules.batch import BATCH

APPROVALS_VOID: dict[str, Any] = {  # what a batch forgets when it may be edited again
    "content_hash": "",
    "checker_person_id": None,
    "authoriser_person_id": None,
    "second_authoriser_person_id": None,
}
HOW_TO_REPEAT = "确需重复发放的,请授权人在原批次页面填写原因并允许一次,再重新上传。"
DUPLICATES = {
    "daifutong_batch_file": f"这个文件 30 天内已经上传过,请勿重复代发。{HOW_TO_REPEAT}",
    "daifutong_batch_fingerprint": f"同一期间已有账号与金额完全相同的代发批次,请勿重复代发。{HOW_TO_REPEAT}",
    "daifutong_batch_permit": f"这次重复代发许可已被使用。{HOW_TO_REPEAT}",
}


def batch_locked(actor: Actor, batch_id: UUID) -> Batch:
    """The batch under its lock, which is taken before those of its lines, its accounts and its approval.

    Whoever changes a line of a batch holds this lock. Raises NotFound outside the actor's scope.
    """
    return found_locked(Batch.objects.scoped(actor), batch_id, "没有找到这个代发批次。")


def batch_once(
    *, verb: str, batch_id: UUID, key: str, actor: Actor, effect: Callable[[Batch], None], **body: Any
) -> BatchAnswer:
    """Does `effect` to the batch, under its lock, once per (enterprise, person, verb, key); gives the stored answer.

    Needs the caller's transaction. `body` is what else was asked for. Raises NotFound, KeyReused, Busy.
    """

    def run() -> dict[str, Any]:
        batch = batch_locked(actor, batch_id)
        effect(batch)
        return {"state": batch.state}

    said = {"batch": batch_id} | body
    answer, _ = once(actor=actor, route=f"daifutong.batch_{verb}", key=key, body=said, effect=run)
    return batch_answer(batch_id, answer["state"])


def batch_move(batch: Batch, name: str, **changes: Any) -> Move:
    """Makes one move and writes it together with `changes`. Raises IllegalMove."""
    return move_make(batch, BATCH, name, **changes)


def batch_record(
    batch: Batch, action: str, *, source: str, actor: Actor, now: Moment, detail: dict[str, Any] | None = None
) -> None:
    """The audit row of what brought a batch from `source` to where it is; control figures are always in it."""
    figures = {"reference": batch.reference, "count": batch.row_count, "total": batch.total_fen}
    detail = figures | (detail or {})
    members.move_record(batch, BATCH_SUBJECT, action, source=source, detail=detail, actor=actor, now=now)


def batch_answer(batch_id: UUID, state: str) -> BatchAnswer:
    return BatchAnswer(batch_id, state, BATCH_LABELS[BatchState(state)])


@contextmanager
def duplicates_refused() -> Iterator[None]:
    """Turns the unique constraints of PY-11 into Conflict DUP_BATCH; the caller's transaction stays usable."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if name not in DUPLICATES:
            raise
        raise Conflict("DUP_BATCH", DUPLICATES[name]) from error

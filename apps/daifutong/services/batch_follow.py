"""New batches of lines that an earlier batch did not pay: failed ones again, parked ones now that there is a card."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, IllegalMove
from apps.core.idempotency import once
from apps.core.ids import new_id

from ..choices import BatchKind, BatchState, RowState
from ..contracts import ImportAnswer
from ..models import Batch, Row
from ..rules.batch import VOID
from ..rules.lines import Line
from ..rules.payroll_contract import PayItem
from ..selectors.contracts import contract_required, lines_require
from ..selectors.follow_ups import waiting_rows
from .batch_import import batch_store
from .batch_moves import batch_locked, batch_record
from .batch_repeat import wages_marked
from .follow_ups import follow_ups_write, origins_free

RETRY, SUPPLEMENT = "daifutong.batch_retry", "daifutong.batch_supplement"
TITLE_LENGTH = 60


@use_case
def batch_retry(*, batch_id: UUID, key: str, actor: Actor, now: Moment) -> ImportAnswer:
    """A new batch of the failed lines of this one, to be amended, submitted and approved like any other.

    Each failed line is in one such batch at a time (follow_ups.py). Key: (enterprise, person, key). Locks the batch,
    then those of earlier retries. Raises NotFound, IllegalMove before the batch has ended with failures, Conflict
    NOTHING_FAILED when every failed line is in another batch, NO_CONTRACT, ENTERPRISE_SUSPENDED, Forbidden
    CONFIDENTIAL, KeyReused, Busy.
    """

    def effect() -> dict[str, Any]:
        batch = batch_locked(actor, batch_id)
        if batch.state != BatchState.PART_FAILED:
            raise IllegalMove("ILLEGAL_MOVE", "批次全部有了结果后,才能重发失败明细。")
        lines_require(batch, actor)
        failed = Row.objects.system("lines of a locked batch").filter(batch=batch, state=RowState.RETURNED)
        rows = origins_free(failed.order_by("number"))
        if not rows:
            raise Conflict("NOTHING_FAILED", "失败明细都已在其他批次中重发,没有可以重发的明细。")
        return _follow(batch, rows, f"{batch.title}重发", BatchKind(batch.kind), "retried", actor, now)

    answer, _ = once(actor=actor, route=RETRY, key=key, body={"batch": batch_id}, effect=effect)
    return _answer(answer)


@use_case
def batch_supplement(*, is_confidential: bool, key: str, actor: Actor, now: Moment) -> ImportAnswer:
    """One new batch (补发) of all lines of the enterprise that waited for a wage card which is confirmed now, either of
    its confidential batches or of the others.

    It pays for the month of the latest batch among them. Key: (enterprise, person, key).
    Locks the batches of the lines, ascending, then those of earlier supplements. Raises Conflict NOTHING_WAITS,
    NO_CONTRACT, ENTERPRISE_SUSPENDED, InvalidInput E_KIND, Forbidden CONFIDENTIAL, KeyReused, Busy.
    """

    def effect() -> dict[str, Any]:
        waiting = waiting_rows(actor, is_confidential)
        batches = lock_rows(Batch.objects.scoped(actor).filter(pk__in=set(waiting.values_list("batch", flat=True))))
        rows = origins_free(waiting.order_by("batch__created_at", "number"))
        if not rows:
            raise Conflict("NOTHING_WAITS", "没有可以补发的明细:待补发的员工都还没有确认过的工资卡,或已在补发。")
        last = max(batches, key=lambda batch: (batch.created_at, batch.pk))
        lines_require(last, actor)
        return _follow(last, rows, f"{last.title}补发", BatchKind.SUPPLEMENT, "supplemented", actor, now)

    answer, _ = once(actor=actor, route=SUPPLEMENT, key=key, body={"is_confidential": is_confidential}, effect=effect)
    return _answer(answer)


def _follow(
    like: Batch, rows: Mapping[UUID, Row], title: str, kind: BatchKind, past: str, actor: Actor, now: Moment
) -> dict[str, Any]:
    """A batch of lines by the origin that each follows, with month and secrecy of `like`, from the contract's payer."""
    lines = [_line(number, row) for number, row in enumerate(rows.values(), start=1)]
    answer = batch_store(
        lines=lines,
        file_sha256=hashlib.sha256("".join(line.id.hex for line in lines).encode()).hexdigest(),
        filename=f"{like.reference} {'重发' if past == 'retried' else '补发'}",
        pay_period=like.pay_period,
        title=title[-TITLE_LENGTH:],
        kind=kind,
        wanted_on=None,
        payer_account_id=contract_required(like.enterprise_id).payer_account_id,
        is_confidential=like.is_confidential,
        mark=_marked,
        actor=actor,
        now=now,
    )
    follow_ups_write((line.id, origin) for line, origin in zip(lines, rows, strict=True))
    batch = batch_locked(actor, UUID(answer["batch_id"]))
    detail = {"origins": sorted({row.batch.reference for row in rows.values()})}
    batch_record(batch, f"daifutong.batch.{past}", source="", actor=actor, now=now, detail=detail)
    return answer


def _marked(batch: Batch, actor: Actor) -> dict[str, Any]:
    """Every line of a batch may have failed: its like may be made, to be amended, and is refused when it is submitted
    as it was (PY-11)."""
    marks = wages_marked(batch, actor)
    others = Batch.objects.scoped(actor).filter(fingerprint=marks["fingerprint"]).exclude(pk=batch.pk)
    return {} if others.exclude(state__in=VOID).exists() else marks


def _line(number: int, row: Row) -> Line:
    return Line(
        id=new_id(),
        number=number,
        name=row.name,
        account=row.account.clear(),
        amount_fen=row.amount_fen,
        amount_text="",
        remark=row.remark,
        emp_no=row.emp_no,
        items=tuple(PayItem(label, fen) for label, fen in row.items),
    )


def _answer(answer: dict[str, Any]) -> ImportAnswer:
    return ImportAnswer(**answer | {"batch_id": UUID(answer["batch_id"])})

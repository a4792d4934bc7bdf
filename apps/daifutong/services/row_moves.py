"""What the use cases of a single line do alike: find it, lock its batch first, keep the batch's figures true."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows
from apps.core.errors import Conflict, NotFound
from apps.members import api as members

from ..choices import ROW_SUBJECT, RowState
from ..models import Batch, Row
from ..rules.batch import EDITABLE
from ..rules.lines import duplicate_of
from ..selectors.contracts import lines_require
from ..selectors.figures import overlap, totals
from .batch_moves import batch_locked, batch_move
from .rows_load import findings_json


def row_to_edit(actor: Actor, row_id: UUID) -> tuple[Batch, Row]:
    """An editable line under the lock of its batch.

    Raises NotFound, Conflict NOT_EDITABLE after the submission and ENTERPRISE_SUSPENDED, Forbidden CONFIDENTIAL.
    """
    batch_id = Row.objects.scoped(actor).filter(pk=row_id).values_list("batch_id", flat=True).first()
    if batch_id is None:
        raise NotFound("没有找到这条代发明细。")
    batch = batch_locked(actor, batch_id)
    members.require_certified(batch.enterprise_id)
    lines_require(batch, actor)
    if batch.state not in EDITABLE:
        raise Conflict("NOT_EDITABLE", "批次已提交,不能修改明细。如需修改,请先撤回批次。")
    (row,) = lock_rows(Row.objects.scoped(actor).filter(pk=row_id))
    return batch, row


def batch_recount(batch: Batch, now: Moment) -> None:
    """Brings the batch's figures and state in line with its lines, after an edit."""
    figures = totals(batch.pk)
    alike = overlap(batch, now.business_date)
    batch_move(batch, "amend_with_errors" if figures.error_count else "amend", **asdict(figures), **asdict(alike))


def duplicates_mark(batch_id: UUID, account_indexes: Iterable[bytes]) -> None:
    """Puts W_DUPLICATE on every line but the first with one of these accounts, and takes it from the others (PY-4)."""
    for index in account_indexes:
        twins = list(
            Row.objects.system("lines of a batch under its lock")
            .filter(batch_id=batch_id, account_index=index)
            .exclude(state=RowState.DROPPED)
            .order_by("number")
        )
        for row in twins:
            row.warnings = [w for w in row.warnings if (w["code"], w["column"]) != ("W_DUPLICATE", "account")]
            if row.number != twins[0].number:
                row.warnings += findings_json([duplicate_of(twins[0].number)])
            row.save(update_fields=["warnings"])


def row_record(
    row: Row, batch: Batch, action: str, *, source: str, actor: Actor, now: Moment, detail: dict[str, Any] | None = None
) -> None:
    """The audit row of what happened to one line."""
    audit.record(
        actor=actor,
        action=action,
        subject_kind=ROW_SUBJECT,
        subject_id=row.pk,
        from_state=source,
        to_state=row.state,
        detail={"reference": f"{batch.reference}-{row.number:06d}"} | (detail or {}),
        enterprise_id=batch.enterprise_id,
        unit_path=members.enterprise_brief(batch.enterprise_id).unit_path,
        now=now,
    )

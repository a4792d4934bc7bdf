"""What the use cases of a single line do alike: find it, lock its batch first, keep the batch's figures true."""

import json
from collections.abc import Collection
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import connection

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows
from apps.core.errors import Conflict, NotFound
from apps.members import api as members

from ..choices import LEFT_OUT, ROW_SUBJECT
from ..models import Batch, Row
from ..rules.batch import EDITABLE
from ..rules.lines import duplicate_of
from ..selectors.contracts import lines_require
from ..selectors.figures import overlap, totals
from .batch_moves import batch_locked, batch_move
from .rows_load import findings_json


def batch_to_edit(actor: Actor, batch_id: UUID) -> Batch:
    """A batch whose lines may be edited, under its lock.

    Raises NotFound, Conflict NOT_EDITABLE after the submission and ENTERPRISE_SUSPENDED, Forbidden CONFIDENTIAL.
    """
    batch = batch_locked(actor, batch_id)
    members.require_certified(batch.enterprise_id)
    lines_require(batch, actor)
    if batch.state not in EDITABLE:
        raise Conflict("NOT_EDITABLE", "批次已提交,不能修改明细。如需修改,请先撤回批次。")
    return batch


def row_to_edit(actor: Actor, row_id: UUID) -> tuple[Batch, Row]:
    """An editable line under the lock of its batch. Raises as batch_to_edit."""
    batch_id = Row.objects.scoped(actor).filter(pk=row_id).values_list("batch_id", flat=True).first()
    if batch_id is None:
        raise NotFound("没有找到这条代发明细。")
    batch = batch_to_edit(actor, batch_id)
    (row,) = lock_rows(Row.objects.scoped(actor).filter(pk=row_id))
    return batch, row


def batch_recount(batch: Batch, now: Moment) -> None:
    """Brings the batch's figures and state in line with its lines, after an edit."""
    figures = totals(batch.pk)
    alike = overlap(batch, now.business_date)
    batch_move(batch, "amend_with_errors" if figures.error_count else "amend", **asdict(figures), **asdict(alike))


def duplicates_mark(batch_id: UUID, account_indexes: Collection[bytes]) -> None:
    """Puts W_DUPLICATE on every line but the first with one of these accounts, and takes it from the others (PY-4)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH twin AS (
                 SELECT id, number, warnings, min(number) OVER (PARTITION BY account_index) AS first
                   FROM daifutong_row WHERE batch_id = %(batch)s AND state <> ALL (%(left_out)s) AND account_tail <> ''
                    AND account_index = ANY (%(indexes)s)),
               marked AS (
                 SELECT id, coalesce((SELECT jsonb_agg(w) FROM jsonb_array_elements(warnings) w
                                       WHERE (w->>'code', w->>'column') <> ('W_DUPLICATE', 'account')), '[]')
                          || CASE WHEN number = first THEN '[]'
                                  ELSE replace(%(finding)s, ' 0 ', ' ' || first || ' ')::jsonb END AS warnings
                   FROM twin)
               UPDATE daifutong_row r SET warnings = m.warnings FROM marked m
                WHERE r.id = m.id AND r.warnings <> m.warnings""",
            {
                "batch": batch_id,
                "indexes": list(account_indexes),
                "left_out": list(LEFT_OUT),
                "finding": json.dumps(findings_json([duplicate_of(0)]), ensure_ascii=False),
            },
        )


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

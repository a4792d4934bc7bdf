"""The lines of a batch for the sheet on which they are mended."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from apps.core.actors import Actor
from apps.core.money import plain_yuan

from ..choices import LEFT_OUT
from ..models import Row
from ..rules.payroll_sheet import SheetLine
from .batches import batch_for
from .contracts import lines_require

ALL = "all"


def sheet_lines(actor: Actor, batch_id: UUID, show: str) -> list[SheetLine]:
    """The lines with errors or warnings, or ALL that count, by number. Raises NotFound, Forbidden
    CONFIDENTIAL."""
    batch = batch_for(actor, batch_id)
    lines_require(batch, actor)
    rows = Row.objects.scoped(actor).filter(batch=batch).exclude(state__in=LEFT_OUT)
    if show != ALL:
        rows = rows.exclude(Q(errors=[]) & Q(warnings=[]))
    return [_line(row) for row in rows.order_by("number")]


def _line(row: Row) -> SheetLine:
    return SheetLine(
        number=row.number,
        emp_no=row.emp_no,
        name=row.name,
        account=row.account.clear(),
        amount=row.amount_text if row.amount_fen is None else plain_yuan(row.amount_fen),
        remark=row.remark,
        errors=_said(row.errors),
        warnings=_said(row.warnings),
    )


def _said(findings: list[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple((finding["column"], finding["message"]) for finding in findings)

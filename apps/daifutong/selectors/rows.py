"""The lines of a batch, for those who may see the batch."""

from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from apps.core.actors import Actor
from apps.core.errors import NotFound
from apps.core.masking import mask_account
from apps.corebank.contracts import PaymentCode

from ..choices import BOUNCED, BOUNCED_LABELS, LEFT_OUT, ROW_LABELS, ROW_TONES, RowState
from ..contracts import Finding, RowLine, RowPage
from ..models import Batch, Row
from ..rules.batch import EDITABLE
from ..rules.lines import NO_CARD
from .contracts import lines_require
from .reclaims import is_reclaimable, reclaims_spent

PAGE = 50
WITHOUT_ERROR = ExpressionWrapper(Q(errors=[]), BooleanField())
WITHOUT_WARNING = ExpressionWrapper(Q(warnings=[]), BooleanField())


def batch_rows(actor: Actor, batch_id: UUID, page: int = 1, show: str = "", find: str = "") -> RowPage:
    """A page of a batch's lines: those with errors first, then those with warnings, then by number.

    `show` is errors, warnings or a RowState (what is LEFT_OUT shows only when asked for); `find` is a part of a name,
    an employee number or the last four digits of an account. Raises NotFound for another tenant's batch, Forbidden
    CONFIDENTIAL.
    """
    batch = Batch.objects.scoped(actor).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("没有找到这个代发批次。")
    lines_require(batch, actor)
    rows = _found(_shown(Row.objects.scoped(actor).filter(batch_id=batch_id), show), find.strip())
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    ordered = rows.order_by(WITHOUT_ERROR, WITHOUT_WARNING, "number")[(page - 1) * PAGE : page * PAGE]
    rows_shown = list(ordered)
    spent = reclaims_spent(rows_shown)
    lines = tuple(row_line(row, batch, may_ask_back=row.pk not in spent) for row in rows_shown)
    return RowPage(lines, page, pages, total)


def row_detail(actor: Actor, row_id: UUID) -> RowLine:
    """One line. Raises NotFound for another tenant's, Forbidden CONFIDENTIAL."""
    row = Row.objects.scoped(actor).select_related("batch").filter(pk=row_id).first()
    if row is None:
        raise NotFound("没有找到这条代发明细。")
    lines_require(row.batch, actor)
    return row_line(row, row.batch, may_ask_back=not reclaims_spent([row]))


def row_line(row: Row, batch: Batch, *, may_ask_back: bool = True) -> RowLine:
    """A line as pages and the API show it: the account masked. `may_ask_back` is no while a request for it waits, or
    when all of it was given back."""
    state = RowState(row.state)
    may_amend = batch.state in EDITABLE and state == RowState.PENDING
    return RowLine(
        id=row.pk,
        batch_id=batch.pk,
        number=row.number,
        line_ref=f"{batch.reference}-{row.number:06d}",
        name=row.name,
        account_masked=mask_account(row.account.clear()),
        amount_fen=row.amount_fen,
        amount_text=row.amount_text,
        remark=row.remark,
        emp_no=row.emp_no,
        channel=row.channel,
        errors=_findings(row.errors),
        warnings=_findings(row.warnings),
        state=state,
        state_label=BOUNCED_LABELS[state] if row.bounced_at else ROW_LABELS[state],
        tone=ROW_TONES.get(state, "neutral"),
        outcome=row.outcome,
        outcome_label=BOUNCED if row.bounced_at else PaymentCode(row.outcome).label if row.outcome else "",
        paid_at=row.paid_at,
        bounced_at=row.bounced_at,
        may_amend=may_amend,
        may_reclaim=may_ask_back and is_reclaimable(row),
        may_park=may_amend and [error["code"] for error in row.errors] == [NO_CARD],
    )


def _findings(stored: list[dict[str, Any]]) -> tuple[Finding, ...]:
    return tuple(Finding(**finding) for finding in stored)


def _shown(rows: QuerySet[Row], show: str) -> QuerySet[Row]:
    if show in RowState.__members__:
        return rows.filter(state=show)
    rows = rows.exclude(state__in=LEFT_OUT)
    if show == "errors":
        return rows.exclude(errors=[])
    if show == "warnings":
        return rows.exclude(warnings=[])
    return rows


def _found(rows: QuerySet[Row], find: str) -> QuerySet[Row]:
    if not find:
        return rows
    return rows.filter(Q(name__contains=find) | Q(emp_no=find) | Q(account_tail=find))

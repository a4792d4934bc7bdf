"""What the use cases that take a payroll into the enterprise's own books do alike: an entry by department (凭证)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.db import require_transaction
from apps.core.errors import Conflict
from apps.core.files.writer import OutCell, write_csv
from apps.core.money import plain_yuan
from apps.members import api as members

from ..choices import KIND_LABELS, BatchKind, BatchState, RowState
from ..models import Batch, Row
from ..rules.voucher import NO_DEPARTMENT, VoucherLine, voucher_lines
from ..selectors.contracts import lines_require
from .receipts_count import FINISHED

COLUMNS = ("凭证日期", "凭证号", "摘要", "科目编码", "科目名称", "部门", "借方金额(元)", "贷方金额(元)")
SETTLED = (*FINISHED, BatchState.IN_DOUBT)
IN_TRANSIT = (RowState.IN_DOUBT, RowState.HELD, RowState.SENT, RowState.FAILED)


@dataclass(frozen=True, slots=True)
class VoucherFile:
    """The CSV and how many lines it has."""

    name: str
    content: bytes
    lines: int


def voucher_write(
    batches: Iterable[Batch],
    name: str,
    action: str,
    subject_id: UUID,
    detail: dict[str, object],
    *,
    actor: Actor,
    now: Moment,
) -> VoucherFile:
    """The entries of those of the batches that are paid, departments as the roster has them today.

    Needs the caller's transaction: it puts count and hash of the file on record as `action`. Locks nothing. Raises
    Forbidden CONFIDENTIAL for a batch whose lines are not the actor's to see, Conflict NOT_PAID where nothing is paid.
    """
    require_transaction()
    paid = [batch for batch in batches if batch.state in SETTLED]
    for batch in paid:
        lines_require(batch, actor)
    departments = {line.person_id: line.department for line in members.roster(actor.enterprise)}
    rows = [cells for batch in paid for cells in _cells(batch, _lines(batch, departments))]
    if not rows:
        raise Conflict("NOT_PAID", "没有已发放的代发批次,不能生成凭证。")
    content = write_csv(COLUMNS, rows)
    audit.record(
        actor=actor,
        action=action,
        subject_kind="daifutong.voucher",
        subject_id=subject_id,
        detail={**detail, "lines": len(rows), "sha256": hashlib.sha256(content).hexdigest()},
        enterprise_id=actor.enterprise,
        unit_path=members.enterprise_brief(actor.enterprise).unit_path,
        now=now,
    )
    return VoucherFile(f"voucher-{name}.csv", content, len(rows))


def _lines(batch: Batch, departments: dict[UUID, str]) -> tuple[VoucherLine, ...]:
    paid: dict[str, int] = defaultdict(int)
    in_transit = 0
    rows = Row.objects.system("lines of a batch that has been scoped").filter(batch=batch)
    for person_id, state, fen in rows.values_list("person_id", "state", "amount_fen").iterator():
        if state == RowState.PAID:
            department = departments.get(person_id, "") if person_id else ""
            paid[department or NO_DEPARTMENT] += fen or 0
        elif state in IN_TRANSIT:
            in_transit += fen or 0
    return voucher_lines(BatchKind(batch.kind), paid, in_transit)


def _cells(batch: Batch, lines: tuple[VoucherLine, ...]) -> Iterator[tuple[OutCell, ...]]:
    day = f"{batch.released_at.astimezone(SHANGHAI):%Y-%m-%d}" if batch.released_at else ""
    summary = f"{batch.pay_period} {KIND_LABELS[BatchKind(batch.kind)]} {batch.title}"
    for line in lines:
        yield (
            day, batch.reference, summary, line.account, line.account_name, line.department, _yuan(line.debit),
            _yuan(line.credit),
        )  # fmt: skip


def _yuan(fen: int) -> Decimal | None:
    return Decimal(plain_yuan(fen)) if fen else None

"""A year of wages as one file for the enterprise's records (工资支付暂行规定 art. 6: two years at least, PY-13)."""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import IO

from django.db.models import Count, QuerySet

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.files.writer import OutCell, save_csv, write_xlsx
from apps.core.money import plain_yuan
from apps.members import api as members

from ..choices import (
    BATCH_LABELS,
    KIND_LABELS,
    PAYSLIP_LABELS,
    ROW_LABELS,
    BatchKind,
    BatchState,
    PayslipState,
    RowState,
)
from ..contracts import ReceiptView
from ..models import Batch, Row
from ..selectors.contracts import contract_in_force
from .receipts_count import FINISHED, receipts_count

YEARS = range(2000, 2100)
ARCHIVE_LINES = 300_000  # of a year: some twenty seconds of one processor
RELEASED = (*FINISHED, BatchState.IN_DOUBT)
BATCH_COLUMNS = (
    "批次编号",
    "名称",
    "类型",
    "所属月份",
    "状态",
    "人数",
    "总金额(元)",
    "退回(元)",
    "扣款时间",
    "付款账户",
)
LINE_COLUMNS = (
    "所属月份", "批次编号", "类型", "行", "工号", "姓名", "账号", "实发(元)", "状态", "发放时间", "工资条", "工资构成",
    "异议", "答复", "撤回次数",
)  # fmt: skip
Render = Callable[[ReceiptView], bytes]


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """The zip, open at its start, with the counts and the hash under which it is on record."""

    name: str
    file: IO[bytes]
    lines: int
    sha256: str


def archive_export(*, year: int, render: Render, actor: Actor, now: Moment) -> ArchiveFile:
    """批次.xlsx, 工资记录.csv, each finished batch's receipt by `render`, and a list of their hashes, in a zip.

    Lines of confidential batches are in it for whom the contract names alone. Written into a file, a line at a time,
    between two transactions: the one that counts the receipts, and the one that puts the file on record with its line
    count and hash. Raises InvalidInput YEAR, ARCHIVE_LINES, Conflict NOTHING, Unavailable.
    """
    if year not in YEARS:
        raise InvalidInput("YEAR", "年度请填写如 2026。", fields={"year": "年度请填写如 2026。"})
    batches, lines = _of_year(year, actor)
    count = lines.count()
    if not batches:
        raise Conflict("NOTHING", f"{year} 年没有已发放的代发批次。")
    if count > ARCHIVE_LINES:
        raise InvalidInput("ARCHIVE_LINES", f"{year} 年共 {count:,} 行,超过一次导出的上限 {ARCHIVE_LINES:,} 行。")
    receipts = archive_receipts_count(batches=batches, actor=actor, now=now)
    out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (the answer closes it)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        hashes = dict(_write(pack, batches, lines, receipts, render))
        pack.writestr("清单.json", json.dumps({"year": year, "lines": count, "sha256": hashes}, ensure_ascii=False))
    out.seek(0)
    digest = hashlib.file_digest(out, "sha256").hexdigest()  # type: ignore[arg-type]
    out.seek(0)
    archive_record(year=year, lines=count, sha256=digest, actor=actor, now=now)
    return ArchiveFile(f"payroll-{year}.zip", out, count, digest)


@use_case
def archive_receipts_count(*, batches: list[Batch], actor: Actor, now: Moment) -> tuple[ReceiptView, ...]:
    """The receipts of these batches of the actor's enterprise, each counted as a print. Locks the receipts."""
    rows = Row.objects.scoped(actor).filter(batch__in=batches, state=RowState.PAID)
    paid = set(rows.values_list("batch_id", flat=True).distinct())
    finished = [batch for batch in batches if batch.state in FINISHED and batch.pk in paid]
    return tuple(view for batch in finished for view in receipts_count(batch, [None], person_id=None, now=now))


@use_case
def archive_record(*, year: int, lines: int, sha256: str, actor: Actor, now: Moment) -> None:
    """Who has taken the year's wages away, how many lines, and which file it was. Locks nothing."""
    audit.record(
        actor=actor,
        action="daifutong.archive.exported",
        subject_kind="daifutong.archive",
        subject_id=actor.enterprise,
        detail={"year": year, "lines": lines, "sha256": sha256},
        enterprise_id=actor.enterprise,
        unit_path=members.enterprise_brief(actor.enterprise).unit_path,
        now=now,
    )


def _of_year(year: int, actor: Actor) -> tuple[list[Batch], QuerySet[Row]]:
    """The paid batches of a year by month, and their lines with payslips."""
    rows = Batch.objects.scoped(actor).filter(pay_period__startswith=f"{year}-", state__in=RELEASED)
    batches = list(rows.order_by("pay_period", "reference"))
    contract = contract_in_force(actor.enterprise)
    is_named = contract is not None and str(actor.person_id) in contract.confidential_person_ids
    open_ones = [batch.pk for batch in batches if is_named or not batch.is_confidential]
    lines = Row.objects.scoped(actor).filter(batch_id__in=open_ones).exclude(state=RowState.DROPPED)
    return batches, lines.order_by("batch__pay_period", "batch__reference", "number")


def _write(
    pack: zipfile.ZipFile, batches: list[Batch], lines: QuerySet[Row], receipts: tuple[ReceiptView, ...], render: Render
) -> Iterator[tuple[str, str]]:
    """Each part with the hash of its bytes."""
    yield _put(pack, "批次.xlsx", write_xlsx("批次", BATCH_COLUMNS, map(_batch_cells, batches)))
    for view in receipts:
        yield _put(pack, f"回单/{view.number}.pdf", render(view))
    with tempfile.TemporaryFile() as listed:
        found = lines.select_related("batch", "payslip").annotate(gone=Count("payslip__withdrawals"))
        save_csv(listed, LINE_COLUMNS, (_line_cells(row) for row in found.iterator(chunk_size=2000)))
        listed.seek(0)
        yield "工资记录.csv", hashlib.file_digest(listed, "sha256").hexdigest()
        listed.seek(0)
        with pack.open("工资记录.csv", "w", force_zip64=True) as part:
            while chunk := listed.read(1 << 20):
                part.write(chunk)


def _put(pack: zipfile.ZipFile, name: str, content: bytes) -> tuple[str, str]:
    pack.writestr(name, content)
    return name, hashlib.sha256(content).hexdigest()


def _batch_cells(batch: Batch) -> tuple[OutCell, ...]:
    return (
        batch.reference, batch.title, KIND_LABELS[BatchKind(batch.kind)], batch.pay_period,
        BATCH_LABELS[BatchState(batch.state)], batch.row_count, Decimal(plain_yuan(batch.total_fen)),
        Decimal(plain_yuan(batch.returned_fen)), _time(batch.released_at), batch.payer_masked,
    )  # fmt: skip


def _line_cells(row: Row) -> tuple[OutCell, ...]:
    batch, slip = row.batch, getattr(row, "payslip", None)
    items = (slip.items or row.items) if slip else row.items
    return (
        batch.pay_period, batch.reference, KIND_LABELS[BatchKind(batch.kind)], row.number, row.emp_no, row.name,
        f"尾号{row.account_tail}", Decimal(plain_yuan(row.payable_fen)), ROW_LABELS[RowState(row.state)],
        _time(row.paid_at), PAYSLIP_LABELS[PayslipState(slip.state)] if slip else "",
        ";".join(f"{label} {plain_yuan(fen)}" for label, fen in items), slip.dispute_text if slip else "",
        slip.reply_text if slip else "", row.gone,  # type: ignore[attr-defined]
    )  # fmt: skip


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" if at else ""

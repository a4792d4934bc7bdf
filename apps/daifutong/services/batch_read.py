"""The job of a large file, or of a program's list: it is read, checked, and its lines written slice by slice, with word
of how far that is."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from time import monotonic
from uuid import UUID

import structlog

from apps.core.actors import Actor, Relation
from apps.core.clock import Moment
from apps.core.collector import collector_paused
from apps.core.db import refuse_transaction, use_case
from apps.core.errors import AppError, Busy, Conflict, Unavailable
from apps.core.files import read_table
from apps.core.ids import new_ids
from apps.core.jobs import Lease

from ..choices import BatchState, UploadPhase
from ..models import Batch, Upload
from ..rules.lines import Line
from ..rules.payroll_contract import PayrollRow
from ..rules.payroll_question import ColumnsAsked
from ..selectors.figures import Totals
from ..selectors.registry import check_lines
from .batch_moves import batch_locked, batch_move, batch_record
from .batch_open import batch_settle
from .file_read import Template, file_read, lines_read
from .rows_load import rows_load
from .upload_keep import WHY, content_of, lines_count, lines_erase, upload_erase
from .upload_tell import upload_tell

log = structlog.get_logger("daifutong")

SLICE = 2_000  # lines a transaction
BUDGET = 60  # seconds of a run, after which the rest is another run's: Celery ends a task after 100
TRIES = 6  # runs of one job; with its pauses a minute and a half
LATER = (Busy, Unavailable)  # what passes by itself: the job is run again
MESSAGE = 600  # characters kept of why a file was refused
READ, CHECKED, WRITTEN = 15, 40, 95  # percent when that is over
JUDGED = [field.name for field in fields(Line) if field.name != "id"]
SYSTEM = Actor.system("后台读取代发文件")


class _Over(Exception):
    """The batch was given up meanwhile."""


@collector_paused()
def batch_read(*, batch_id: UUID, lease: Lease, now: Moment) -> None:
    """Makes the kept file the lines of its batch, which is then in PARSED or HAS_ERRORS, or refuses it (CANCELLED).

    Begun again after a crash, or after BUDGET, it reads and checks the file once more and writes the lines that lack;
    where the lines are not what they were (the registers have changed) those that stand are taken back first. So no
    line is doubled, and every line is judged by one state of the registers. A question about the columns is kept for
    the maker, whose answer makes the next job. Each step locks the batch, then the job's row. Raises what passes by
    itself (Busy, Unavailable).
    """
    refuse_transaction()
    begun = monotonic()
    try:
        upload = _read_begin(batch_id=batch_id, lease=lease)
        rows, template = _rows_read(upload, lease, now)
        lines = list(map(Line.read, rows, new_ids(len(rows))))
        del rows
        check_lines(lines, enterprise_id=upload.batch.enterprise_id, now=now)
        standing = _write_begin(batch_id=batch_id, digest=_digest(lines), count=len(lines), lease=lease)
        for start in range(standing, len(lines), SLICE):
            if start > standing and monotonic() - begun > BUDGET:
                return _read_again(lease=lease, now=now)
            _slice_write(batch_id=batch_id, lines=lines[start : start + SLICE], lease=lease)
        _read_end(batch_id=batch_id, template=template, lease=lease, now=now)
    except _Over:
        _read_stop(lease=lease)
    except ColumnsAsked as asked:
        _read_ask(batch_id=batch_id, asked=asked, lease=lease, now=now)
    except LATER:
        raise
    except AppError as error:
        _read_refuse(batch_id=batch_id, error=error, lease=lease, now=now)


def _rows_read(upload: Upload, lease: Lease, now: Moment) -> tuple[Sequence[PayrollRow], Template | None]:
    content, on = content_of(upload), now.business_date
    if upload.is_listed:
        _read_tell(batch_id=upload.batch_id, lease=lease)
        return lines_read(content, on=on), None
    table = read_table(content, upload.batch.file_name)
    del content
    _read_tell(batch_id=upload.batch_id, lease=lease)
    columns = [(str(field), int(place)) for field, place in upload.places]
    file, template = file_read(table, columns, enterprise_id=upload.batch.enterprise_id, on=on)
    return file.rows, template


@use_case
def _read_begin(*, batch_id: UUID, lease: Lease) -> Upload:
    batch, upload = _locked(batch_id, lease)
    if lease.attempt > TRIES:
        log.error("daifutong.import_given_up", batch=str(batch_id), attempt=lease.attempt)
        raise Conflict("F_STOPPED", "多次读取都没有完成,请拆分成几个文件后重新上传;仍不成功请联系银行")
    _tell(upload, UploadPhase.READING, upload.percent)
    upload.batch = batch
    return upload


@use_case
def _read_tell(*, batch_id: UUID, lease: Lease) -> None:
    _, upload = _locked(batch_id, lease)
    _tell(upload, UploadPhase.CHECKING, max(READ, upload.percent))


@use_case
def _write_begin(*, batch_id: UUID, digest: str, count: int, lease: Lease) -> int:
    """How many of exactly these lines stand already; what stands of others is taken back."""
    batch, upload = _locked(batch_id, lease)
    if batch.row_count and upload.digest != digest:
        lines_erase(batch)
    _tell(
        upload, UploadPhase.WRITING, CHECKED + (WRITTEN - CHECKED) * batch.row_count // count, digest=digest,
        line_count=count, read_count=batch.row_count, faulty_count=batch.error_count,
    )  # fmt: skip
    return batch.row_count


@use_case
def _slice_write(*, batch_id: UUID, lines: Sequence[Line], lease: Lease) -> None:
    """The next lines, with the batch's totals and the word of how far that is, in one commit."""
    batch, upload = _locked(batch_id, lease)
    rows_load(batch_id=batch_id, lines=lines)
    faulty = sum(bool(line.errors) for line in lines)
    figures = Totals(
        batch.row_count + len(lines),
        batch.total_fen + sum(line.amount_fen or 0 for line in lines),
        batch.error_count + faulty,
        batch.warning_count + sum(bool(line.warnings) for line in lines),
    )
    lines_count(batch, figures)
    percent = CHECKED + (WRITTEN - CHECKED) * figures.row_count // upload.line_count
    _tell(upload, UploadPhase.WRITING, percent, read_count=figures.row_count, faulty_count=upload.faulty_count + faulty)


@use_case
def _read_end(*, batch_id: UUID, template: Template | None, lease: Lease, now: Moment) -> None:
    batch, upload = _locked(batch_id, lease)
    batch_settle(batch, template=template, actor=_maker(batch), now=now)
    upload_erase(batch)
    _tell(upload, UploadPhase.DONE, 100)
    upload_tell(batch, upload, now)
    lease.finish()


@use_case
def _read_ask(*, batch_id: UUID, asked: ColumnsAsked, lease: Lease, now: Moment) -> None:
    batch, upload = _locked(batch_id, lease)
    question = json.dumps(asked.question.columns, ensure_ascii=False)
    _tell(upload, UploadPhase.ASKED, 0, code=asked.code, message=asked.message[:MESSAGE], question=question)
    upload_tell(batch, upload, now)
    lease.finish()


@use_case
def _read_refuse(*, batch_id: UUID, error: AppError, lease: Lease, now: Moment) -> None:
    """The batch ends without a line, and the same file may come again."""
    batch, upload = _locked(batch_id, lease)
    if batch.row_count:
        lines_erase(batch)
    move = batch_move(batch, "refuse", file_guard=None, finished_at=now.business_at)
    upload_erase(batch)
    _tell(upload, UploadPhase.REFUSED, upload.percent, code=error.code, message=error.message[:MESSAGE], line_count=0,
          read_count=0, faulty_count=0)  # fmt: skip
    batch_record(
        batch, "daifutong.batch.refused", source=move.source, actor=SYSTEM, now=now, detail={"code": error.code}
    )
    upload_tell(batch, upload, now)
    lease.finish()


@use_case
def _read_again(*, lease: Lease, now: Moment) -> None:
    lease.again(now.wall)


@use_case
def _read_stop(*, lease: Lease) -> None:
    lease.finish()


def _locked(batch_id: UUID, lease: Lease) -> tuple[Batch, Upload]:
    """The batch under its lock, still to be read, by a job that is still this worker's. Raises _Over, LeaseLost."""
    batch = batch_locked(SYSTEM, batch_id)
    lease.renew()
    if batch.state != BatchState.UPLOADED:
        raise _Over()
    return batch, Upload.objects.system(WHY).get(pk=batch_id)


def _digest(lines: Sequence[Line]) -> str:
    """Names exactly these lines as they are judged, without the ids that each run makes anew."""
    told = hashlib.sha256()
    for line in lines:
        told.update(repr([getattr(line, name) for name in JUDGED]).encode())
    return told.hexdigest()


def _tell(upload: Upload, phase: UploadPhase, percent: int, **changes: object) -> None:
    changes |= {"phase": phase, "percent": percent}
    for name, value in changes.items():
        setattr(upload, name, value)
    upload.save(update_fields=list(changes))


def _maker(batch: Batch) -> Actor:
    """Who has uploaded the file: the lines are his deed, whoever reads them."""
    return Actor(
        person_id=batch.maker_person_id,
        enterprise_id=batch.enterprise_id,
        relation=Relation.ENTERPRISE,
        display=batch.maker_display,
        reason=SYSTEM.reason,
    )

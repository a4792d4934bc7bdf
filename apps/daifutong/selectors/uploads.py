"""Large files on their way into the lines of a batch."""

import json
from uuid import UUID

from apps.core.actors import Actor
from apps.core.errors import NotFound

from ..choices import BATCH_LABELS, UPLOAD_LABELS, BatchState, UploadPhase
from ..contracts import ImportStatus, UploadProgress
from ..models import Batch, Upload
from ..rules.payroll_question import AskedColumn
from .contracts import lines_hidden

RUNNING = (UploadPhase.QUEUED, UploadPhase.READING, UploadPhase.CHECKING, UploadPhase.WRITING)
UNREAD = (BatchState.UPLOADED, BatchState.CANCELLED)  # a batch in another state has its lines
WHY = "the batch has been scoped"


def upload_of(batch: Batch) -> UploadProgress | None:
    """How far the file of a batch is; None for one that has its lines, and for one that never waited for a job."""
    if batch.state not in UNREAD:
        return None
    upload = Upload.objects.system(WHY).filter(pk=batch.pk).exclude(phase=UploadPhase.DONE).first()
    return _progress(upload, batch) if upload else None


def upload_progress(actor: Actor, batch_id: UUID) -> UploadProgress | None:
    """The same within the actor's reach. Raises NotFound."""
    batch = Batch.objects.scoped(actor).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("没有找到这个代发批次。")
    return upload_of(batch)


def import_status(actor: Actor, batch_id: UUID) -> ImportStatus:
    """What became of an import within the actor's reach. Raises NotFound."""
    batch = Batch.objects.scoped(actor).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("没有找到这个代发批次。")
    return ImportStatus(
        batch_id=batch.pk,
        state=batch.state,
        state_label=BATCH_LABELS[BatchState(batch.state)],
        row_count=batch.row_count,
        total_fen=batch.total_fen,
        error_count=batch.error_count,
        warning_count=batch.warning_count,
        overlap_percent=batch.overlap_percent,
        overlap_reference=batch.overlap_reference,
        upload=upload_of(batch),
    )


def columns_asked(actor: Actor, batch_id: UUID) -> tuple[AskedColumn, ...]:
    """The columns that the maker is to name; none where nothing is asked, or the lines are not for the actor."""
    upload = Upload.objects.scoped(actor).select_related("batch").filter(pk=batch_id, question__isnull=False).first()
    if upload is None or upload.question is None or lines_hidden(upload.batch, actor):
        return ()
    return tuple(AskedColumn(*column) for column in json.loads(upload.question.clear()))


def _progress(upload: Upload, batch: Batch) -> UploadProgress:
    phase = UploadPhase(upload.phase)
    is_open = batch.state == BatchState.UPLOADED
    return UploadProgress(
        phase=phase,
        label=UPLOAD_LABELS[phase],
        percent=upload.percent,
        lines=upload.line_count,
        written=upload.read_count,
        faulty=upload.faulty_count,
        size=upload.size,
        code=upload.code,
        message=upload.message,
        is_running=is_open and phase in RUNNING,
        is_asked=is_open and phase == UploadPhase.ASKED,
    )

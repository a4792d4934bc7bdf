"""The maker says which column of a large file is which, and the job goes on."""

from collections.abc import Sequence
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput

from ..choices import BatchState, UploadPhase
from ..contracts import BatchAnswer
from ..models import Batch, Upload
from ..selectors.contracts import lines_require
from .batch_moves import batch_once, batch_record
from .file_read import columns_fault
from .upload_keep import job_add


@use_case
def columns_name(
    *, batch_id: UUID, columns: Sequence[tuple[str, int]], key: str, actor: Actor, now: Moment
) -> BatchAnswer:
    """Answers the question about the columns of a large file, as batch_import's `columns` do, and has it read again.

    Key: (enterprise, person, key). Locks the batch. Raises NotFound, Forbidden CONFIDENTIAL, InvalidInput E_COLUMNS,
    Conflict NOT_ASKED where no question is open, KeyReused, Busy.
    """

    def name(batch: Batch) -> None:
        lines_require(batch, actor)
        upload = Upload.objects.scoped(actor).filter(pk=batch.pk, phase=UploadPhase.ASKED).first()
        if upload is None or batch.state != BatchState.UPLOADED:
            raise Conflict("NOT_ASKED", "这个文件的各列已经指明,或已不再需要,请刷新后查看。")
        if fault := columns_fault(columns) or ("" if columns else "请选择各列的内容。"):
            raise InvalidInput("E_COLUMNS", fault)
        upload.places, upload.question, upload.code, upload.message = list(columns), None, "", ""
        upload.phase, upload.runs = UploadPhase.QUEUED, upload.runs + 1
        upload.save()
        job_add(upload)
        batch_record(
            batch,
            "daifutong.columns.named",
            source=batch.state,
            actor=actor,
            now=now,
            detail={"columns": dict(columns)},
        )

    return batch_once(verb="columns", batch_id=batch_id, key=key, actor=actor, effect=name, columns=columns)

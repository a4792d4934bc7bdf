"""A file too large to be read while its maker waits, or a program's list: kept, encrypted, with a job to read it."""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.idempotency import once

from ..contracts import ImportAnswer
from ..models import Batch, Upload, UploadPiece
from ..selectors.figures import Totals
from .batch_moves import batch_record
from .batch_open import batch_open

IMPORT_JOB = "daifutong.import"
PIECE = 512 * 1024  # bytes of the file
WHY = "the file of a batch under its lock"


@use_case
def upload_keep(
    *,
    route: str,
    content: bytes,
    columns: Sequence[tuple[str, int]],
    given: Mapping[str, Any],
    key: str,
    actor: Actor,
    now: Moment,
    is_listed: bool = False,
) -> ImportAnswer:
    """Opens the batch, UPLOADED and without lines, keeps the file beside it and has it read by a job; with
    `is_listed` the content is what lines_packed gives.

    `given` is what batch_open takes. Key: (enterprise, person, route, key), bound to the file's hash and the other
    inputs. Raises as batch_open, KeyReused, Busy. Locks nothing but the key.
    """
    body = dict(given) | ({"columns": columns} if columns else {})
    answer, _ = once(
        actor=actor,
        route=route,
        key=key,
        body=body,
        effect=lambda: _keep(content, {"places": list(columns), "is_listed": is_listed}, given, actor, now),
    )
    return ImportAnswer(**answer | {"batch_id": UUID(answer["batch_id"])})


def _keep(
    content: bytes, told: Mapping[str, Any], given: Mapping[str, Any], actor: Actor, now: Moment
) -> dict[str, Any]:
    batch = batch_open(actor=actor, now=now, **given)
    upload = Upload.objects.create(batch=batch, size=len(content), **told)
    for number, start in enumerate(range(0, len(content), PIECE)):
        text = b64encode(content[start : start + PIECE]).decode()
        UploadPiece.objects.create(upload=upload, number=number, content=text)
    job_add(upload)
    detail = {"file": batch.file_sha256, "bytes": len(content)}
    batch_record(batch, "daifutong.batch.uploaded", source="", actor=actor, now=now, detail=detail)
    return {
        "batch_id": str(batch.pk),
        "reference": batch.reference,
        "state": batch.state,
        "row_count": 0,
        "total_fen": 0,
        "error_count": 0,
        "warning_count": 0,
    }


def job_add(upload: Upload) -> None:
    """Has the file read by one more job, in the caller's transaction."""
    jobs.add(IMPORT_JOB, job_key(upload), {"batch_id": str(upload.batch_id)})


def job_key(upload: Upload) -> str:
    return f"{upload.batch_id}:{upload.runs}"


def content_of(upload: Upload) -> bytes:
    """The file, put together again."""
    pieces = UploadPiece.objects.system(WHY).filter(upload=upload).order_by("number")
    return b"".join(b64decode(piece.content.clear()) for piece in pieces.iterator(chunk_size=1))


def upload_erase(batch: Batch) -> None:
    """The file of a batch is not needed any more; of one without an upload nothing is done. Needs the batch's lock."""
    require_transaction()
    UploadPiece.objects.system(WHY).filter(upload=batch.pk).delete()
    Upload.objects.system(WHY).filter(pk=batch.pk).update(question=None)


def upload_drop(batch: Batch) -> None:
    """The file of a batch in UPLOADED is given up: the file, the lines so far, the job. Needs the batch's lock; a
    job that runs just now finds the batch over at its next step."""
    upload = Upload.objects.system(WHY).filter(pk=batch.pk).first()
    if upload is not None:
        jobs.drop(IMPORT_JOB, job_key(upload))
        upload_erase(batch)
        lines_erase(batch)


def lines_erase(batch: Batch) -> None:
    """Takes back the lines that a job has written so far, with their totals. Needs the lock of a batch in UPLOADED:
    nothing knows these lines yet."""
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM daifutong_row WHERE batch_id = %s", [batch.pk])
    lines_count(batch, Totals(0, 0, 0, 0))


def lines_count(batch: Batch, figures: Totals) -> None:
    """Writes the control totals of a batch whose lines are being loaded."""
    for name in Totals.__slots__:
        setattr(batch, name, getattr(figures, name))
    batch.save(update_fields=list(Totals.__slots__))

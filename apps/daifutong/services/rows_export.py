"""The lines of a batch as a workbook to mend, wrong cells red with a comment; every download is on record (rule 12)."""

import hashlib
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.files.writer import write_marked

from ..rules.payroll_sheet import HEADER, sheet_cells, sheet_marks
from ..selectors.sheets import sheet_lines
from .batch_moves import batch_locked, batch_record


def rows_export(*, batch_id: UUID, show: str, actor: Actor, now: Moment) -> bytes:
    """The lines with errors or warnings, or with `show` = all every line that was not dropped; accounts masked.

    Locks the batch for the record alone. Raises NotFound, Forbidden CONFIDENTIAL.
    """
    lines = sheet_lines(actor, batch_id, show)
    content = write_marked("错误清单", HEADER, map(sheet_cells, lines), sheet_marks(lines))
    _record(batch_id=batch_id, rows=len(lines), digest=hashlib.sha256(content).hexdigest(), actor=actor, now=now)
    return content


@use_case
def _record(*, batch_id: UUID, rows: int, digest: str, actor: Actor, now: Moment) -> None:
    batch = batch_locked(actor, batch_id)
    detail = {"rows": rows, "sha256": digest}
    batch_record(batch, "daifutong.rows.exported", source=batch.state, actor=actor, now=now, detail=detail)

"""A large file, or a program's list, that a job reads, as pages and the API see it."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class UploadProgress:
    """How far the job is: of `lines` (0: not counted yet) so many are `written`, so many of those `faulty`.

    `is_running`: it goes on by itself; otherwise `code` and `message` say why it was refused, or what is to be answered
    (`is_asked`).
    """

    phase: str
    label: str
    percent: int
    lines: int
    written: int
    faulty: int
    size: int  # bytes
    code: str
    message: str
    is_running: bool
    is_asked: bool


@dataclass(frozen=True, slots=True)
class ImportStatus:
    """What became of an import: `upload` is None once the lines stand."""

    batch_id: UUID
    state: str
    state_label: str
    row_count: int
    total_fen: int
    error_count: int
    warning_count: int
    overlap_percent: int
    overlap_reference: str
    upload: UploadProgress | None

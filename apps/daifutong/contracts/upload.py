"""A large file that a job reads, as pages and the API see it."""

from dataclasses import dataclass


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

"""What a reader of the audit trail gets."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One deed as a sentence: `display` (masked) `sentence`, with the states it moved between and what it noted.

    `subject_label`, `change` and `notes` are for people, in Chinese; the rest is as it was recorded.
    """

    id: int
    at: datetime
    display: str
    roles: str
    sentence: str
    action: str
    subject_kind: str
    subject_label: str
    subject_id: UUID | None
    from_state: str
    to_state: str
    change: str
    notes: tuple[tuple[str, str], ...]
    request_id: str


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """When and where something happened: `sentence` in Chinese, the device in words."""

    at: datetime
    sentence: str
    device: str
    ip: str

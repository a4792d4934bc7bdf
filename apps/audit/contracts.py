"""What a reader of the audit trail gets."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class AuditLine:
    id: int
    at: datetime
    action: str
    display: str
    roles: str
    surface: str
    subject_kind: str
    from_state: str
    to_state: str
    detail: dict[str, Any]
    request_id: str

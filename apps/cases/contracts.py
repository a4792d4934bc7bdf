"""What other apps see of a case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CaseLine:
    id: UUID
    kind: str
    title: str
    detail: str
    state: str
    state_label: str
    owner: str
    opened_at: datetime
    due_at: datetime | None
    job_id: UUID | None  # of a parked job, which may be run again

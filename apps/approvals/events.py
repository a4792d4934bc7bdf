"""What maker and checker tell others, after the commit."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RequestLapsed:
    """Nobody decided in time: the subject's own app takes it back, and the maker is told."""

    name: ClassVar[str] = "approvals.request.lapsed"
    request_id: UUID
    kind: str
    subject_id: UUID
    maker_person_id: UUID

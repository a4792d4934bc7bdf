"""What other apps see of an approval."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a request stands after a decision: `state` of the request, `step` = approvals given so far."""

    state: str
    step: int


@dataclass(frozen=True, slots=True)
class PendingApproval:
    """A request that waits for its next decision."""

    request_id: UUID
    kind: str
    subject_id: UUID
    digest: str
    summary: dict[str, Any]
    maker: str
    requested_at: datetime
    expires_at: datetime
    step: int
    steps: int


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One line of an approval's history; `person` is a masked name."""

    step: int
    role: str
    role_label: str
    person: str
    verdict: str
    verdict_label: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """One parameter: the value in force, and the value proposed if there is one."""

    key: str
    label: str
    rule: str
    shown: str
    effective_from: str
    proposed_id: UUID | None
    proposed_shown: str
    proposed_from: str
    proposed_reason: str
    proposed_at: datetime | None
    may_decide: bool

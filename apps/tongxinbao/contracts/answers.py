"""What a deed answers."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class IssueAnswer:
    """Where an issue stands after a deed."""

    issue_id: UUID
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class ExitAnswer:
    """Where a loan stands after a word on its early end."""

    holding_id: UUID
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """Where an order stands after a deed; `outcome` is a code, "" where all is well."""

    order_id: UUID
    state: str
    state_label: str
    outcome: str

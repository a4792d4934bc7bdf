"""What happened to a login that its person hears of."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SecurityChanged:
    """`change` is a SecurityChange, `where` a device in words or empty."""

    name: ClassVar[str] = "identity.security.changed"
    person_id: UUID
    kind: str  # of the login
    change: str
    where: str
    at: str  # ISO
    key: str  # the same deed is told once

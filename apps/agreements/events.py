"""What agreements tell others, after the commit."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MandateStopped:
    """A person has stopped a mandate of `kind` for a subject: nothing more is taken under it."""

    name: ClassVar[str] = "agreements.mandate.stopped"
    mandate_id: UUID
    kind: str
    subject_id: UUID

"""What conversations tell after the commit."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BulletinAdopted:
    """A second person at the bank has let a bulletin out, which one enterprise's people shall read."""

    name: ClassVar[str] = "imessage.bulletin.adopted"
    bulletin_id: UUID
    enterprise_id: UUID

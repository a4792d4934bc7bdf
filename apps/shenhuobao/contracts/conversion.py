"""What a holding may be turned into, and the sheet on which one does."""

from dataclasses import dataclass
from uuid import UUID

from apps.core.parts import Pair

from .desk import DocumentShown
from .shelf import ShelfLine, TradeDates


@dataclass(frozen=True, slots=True)
class ConversionChoice:
    """The holding that gives units; `free` of them are not promised yet."""

    holding_id: UUID
    product: str
    free: str


@dataclass(frozen=True, slots=True)
class ConversionTargets:
    holding_id: UUID
    product: str
    free: str
    lines: tuple[ShelfLine, ...]


@dataclass(frozen=True, slots=True)
class ConversionSheet:
    """What is read and filled in. `refusal` says why this person may not convert now; "" when nothing stands in the
    way. `needs_care`: reads for longer, and confirms once more (WM-1)."""

    choice: ConversionChoice
    line: ShelfLine  # of the target
    limits: tuple[Pair, ...]
    documents: tuple[DocumentShown, ...]  # of the target: prospectus, then risk notice
    dates: TradeDates | None
    refusal: str
    refusal_code: str
    needs_care: bool
    read_seconds: int

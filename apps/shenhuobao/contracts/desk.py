"""The product factory as the bank's people see it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from apps.core.money import Fen


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product in the list; `waits`: a version of it is to be decided on. `rating` "" while no terms are in force."""

    id: UUID
    code: str
    name: str
    kind_label: str
    issuer: str
    state: str
    state_label: str
    tone: str
    rating_label: str
    sale_from: date | None
    quota_fen: Fen
    sold_fen: Fen
    waits: bool


@dataclass(frozen=True, slots=True)
class DocumentShown:
    title: str
    body: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One version; its digest is there for who may decide on it now."""

    id: UUID
    number: int
    state: str
    state_label: str
    tone: str
    maker: str
    created_at: datetime
    decided_at: datetime | None
    documents: tuple[DocumentShown, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class FactCell:
    """What a version says; `is_new`: not what the version before said."""

    number: int
    text: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class FactRow:
    label: str
    cells: tuple[FactCell, ...]


@dataclass(frozen=True, slots=True)
class LargeLine:
    """A large redemption of a trading day; `days` in a row. The last three are there once the agent has answered."""

    on: date
    days: int
    prior_units: Decimal | None
    redeemed: Decimal
    purchased: Decimal
    filled: Decimal | None
    carried: Decimal | None
    cancelled: Decimal | None

    @property
    def days_label(self) -> str:
        return f"连续第 {self.days} 日"


@dataclass(frozen=True, slots=True)
class ProductDesk:
    """A product with its versions side by side, the newest first. `may` holds propose, decide, suspend, resume."""

    line: ProductLine
    registration: str
    agent: str
    reason: str
    versions: tuple[VersionShown, ...]
    rows: tuple[FactRow, ...]
    may: frozenset[str]
    large: tuple[LargeLine, ...]  # the last ones, newest first
    large_note: str  # while one goes on

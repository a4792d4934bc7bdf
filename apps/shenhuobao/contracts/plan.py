"""A person's plans: what for, how far, what they buy of themselves."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from apps.core.money import Fen


@dataclass(frozen=True, slots=True)
class Goal:
    """What somebody saves for. `target` in 分."""

    purpose: str
    target_fen: int
    on: date


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """A product that this person may choose for a plan; `note` says what else it asks."""

    product_id: UUID
    name: str
    rating: int
    rating_label: str
    kind_label: str
    note: str


@dataclass(frozen=True, slots=True)
class PlanChoices:
    """What may be chosen, in the order of the shelf; `refusal` says why nothing may be."""

    lines: tuple[PlanChoice, ...]
    refusal: str
    refusal_code: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan: `saved_fen` by the last prices, `monthly_fen` what each of the `months` left has to bring, by payments
    alone. `may`: the moves of this person."""

    id: UUID
    purpose: str
    purpose_label: str
    state: str
    state_label: str
    tone: str
    product_id: UUID
    product: str
    rating_label: str
    target_fen: Fen
    target_date: date
    saved_fen: Fen
    left_fen: Fen
    percent: int
    months: int
    monthly_fen: Fen
    created_at: datetime
    may: tuple[str, ...]

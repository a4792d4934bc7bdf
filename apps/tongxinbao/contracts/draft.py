"""A draft as its form needs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from .cap import Cap


@dataclass(frozen=True, slots=True)
class NominalCap:
    """The highest rates that may stand in a contract on one day count, in %."""

    label: str
    legal: Decimal
    policy: Decimal


@dataclass(frozen=True, slots=True)
class Caps:
    """What today's LPR allows. `stale` says why nothing is known; the rest is empty then."""

    cap: Cap | None
    nominal: tuple[NominalCap, ...]
    stale: str = ""


@dataclass(frozen=True, slots=True)
class SampleDue:
    """One line of the schedule of a sample principal."""

    due_on: date
    days: int
    principal_fen: int
    interest_fen: int
    tax_fen: int
    net_fen: int
    total_fen: int


@dataclass(frozen=True, slots=True)
class Draft:
    """`values` by the names of `rules.terms.Terms`, `wants` what is missing or wrong, a sentence for each field."""

    id: UUID
    reference: str
    title: str
    values: Mapping[str, Any]
    account_id: UUID | None
    papers: tuple[str, ...]
    wants: Mapping[str, str]
    caps: Caps
    suggested_fen: int

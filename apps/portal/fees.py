"""The price list: parameters like any other, changed by two people, shown to everybody with the day they begin."""

from dataclasses import dataclass
from datetime import date

from apps.core import params
from apps.core.money import Fen

from .choices import FEE_GROUPS


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One price in 分, since when it holds, and what it becomes if that is decided already."""

    label: str
    fen: Fen
    since: date
    next_fen: Fen | None
    next_from: date | None


@dataclass(frozen=True, slots=True)
class FeeGroup:
    label: str
    lines: tuple[FeeLine, ...]


def fee_list(on: date) -> tuple[FeeGroup, ...]:
    """The prices of a business date with decided changes. Two queries; one without a value is left out."""
    keys = [key for _, keys in FEE_GROUPS for key in keys]
    current, coming = params.in_force(on, keys), params.decided_after(on, keys)

    def line(key: str) -> FeeLine:
        now, later = current[key], coming.get(key)
        return FeeLine(
            params.definition(key).label,
            Fen(int(now.value)),
            now.effective_from,
            Fen(int(later.value)) if later else None,
            later.effective_from if later else None,
        )

    return tuple(FeeGroup(label, tuple(line(key) for key in keys if key in current)) for label, keys in FEE_GROUPS)

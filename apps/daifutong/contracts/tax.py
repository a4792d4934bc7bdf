"""Withheld tax that is not what 累计预扣法 gives."""

from dataclasses import dataclass, field

from .batch import BatchLine


@dataclass(frozen=True, slots=True)
class TaxLine:
    """A line whose tax differs: what the employer says, what the rule gives (分), and on what that stands."""

    number: int
    name: str
    emp_no: str
    said_fen: int = field(repr=False)
    due_fen: int = field(repr=False)
    basis: str


@dataclass(frozen=True, slots=True)
class TaxFindings:
    """`checked` lines could be recomputed and `unknown` could not; nothing is when `is_too_large` or without a tax
    column."""

    batch: BatchLine
    has_tax: bool
    is_too_large: bool
    checked: int
    unknown: int
    lines: tuple[TaxLine, ...]

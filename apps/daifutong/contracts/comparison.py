"""A batch held against the one of the period before (PY-6). Amounts in 分."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PartSum:
    """How many people stand in one list of a comparison (rules.comparison.Part), and what they make of the total: what
    joiners get, what leavers got (negative), by how much the others changed. For outliers: what they get now."""

    part: str
    label: str
    count: int
    fen: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """`previous_id` is the enterprise's last paid batch of the same kind and an earlier period. Joiners, leavers and
    changes add up to the difference of the two totals."""

    batch_id: UUID
    title: str
    pay_period: str
    count: int
    fen: int
    previous_id: UUID
    previous_reference: str
    previous_title: str
    previous_period: str
    previous_count: int
    previous_fen: int
    parts: tuple[PartSum, ...]

    @property
    def more(self) -> int:
        """Lines more than before; negative: fewer."""
        return self.count - self.previous_count

    @property
    def more_fen(self) -> int:
        return self.fen - self.previous_fen

    def part(self, name: str) -> PartSum:
        return next(part for part in self.parts if part.part == name)


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A person in both or one of two batches. An amount is None where the person does not stand; `note` says why to
    look, in words, `tone` how much it matters."""

    name: str
    emp_no: str
    number: int | None  # of the line in the batch; None: it has none
    before_fen: int | None
    now_fen: int | None
    note: str
    tone: str


@dataclass(frozen=True, slots=True)
class ComparedPage:
    comparison: Comparison
    show: str
    lines: tuple[ComparedLine, ...]
    number: int
    pages: int
    total: int

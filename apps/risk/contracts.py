"""What a money flow says to the limits centre, and how the centre refuses."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from apps.core.errors import AppError, Conflict
from apps.core.money import format_yuan

from .choices import Dimension, Flow, Grade, Limit, Measure, Period

__all__ = ["Claim", "Dimension", "Flow", "Grade", "LimitExceeded", "LimitKeyReused", "Refusal", "Subject"]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose limits a claim draws on. An account whose class has a cap on its balance brings its ledger account."""

    dimension: Dimension
    id: UUID
    grade: Grade | None = None
    ledger_account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """`amount` (分, > 0) that wants to move. (flow, key) is its identity for ever: the same one counts once."""

    flow: str
    key: UUID
    amount: int
    subjects: tuple[Subject, ...]

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError(f"a claim of {self.amount} 分 moves nothing")


@dataclass(frozen=True, slots=True)
class Refusal:
    """The most restrictive limit that a claim would pass; `allowed` and `left` in 分, or in times."""

    limit: Limit
    allowed: int
    left: int

    @property
    def code(self) -> str:
        return f"LIMIT_{self.limit.period}"

    @property
    def message(self) -> str:
        """Which limit, and how much is left; for the owner of the subject, not for third parties."""
        limit = self.limit
        if not self.allowed:
            return f"{limit.who}不能办理{limit.what or '此项业务'}。"
        most, left = (shown(number, limit.measure) for number in (self.allowed, self.left))
        said = f"超过{limit.label} {most}"
        left_said = "" if limit.period == Period.SINGLE else f",{_SPANS[limit.period]}还可用 {left}"
        return f"{said}{left_said}。{limit.remedy}"


_SPANS = {Period.DAY: "今日", Period.MONTH: "本月", Period.YEAR: "今年", Period.BALANCE: "目前"}


def shown(number: int, measure: Measure) -> str:
    """分 or times as people read them."""
    return f"{format_yuan(number)} 元" if measure == Measure.FEN else f"{number} 笔"


class LimitExceeded(Conflict):
    """LIMIT_SINGLE, LIMIT_DAY, LIMIT_MONTH, LIMIT_YEAR or LIMIT_BALANCE. Nothing was counted."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code, refusal.message)
        self.refusal = refusal


class LimitKeyReused(AppError):
    """The same (flow, key) came back with another body."""

    def __init__(self) -> None:
        super().__init__("LIMIT_KEY_REUSED", "同一笔业务编号的内容与上次不一致,额度未作变动。")


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit in force, for people. `maker`, `checker`: masked names, "" where the number came with reference data."""

    label: str
    dimension: str
    period: str
    shown: str
    rule: str
    is_statutory: bool
    effective_from: date
    maker: str
    checker: str


@dataclass(frozen=True, slots=True)
class UseLine:
    """How much of one limit a subject has taken, reserved or used, in 分 or times, with the texts that people read."""

    label: str
    is_statutory: bool
    is_counted: bool  # a limit on the single payment counts nothing
    allowed: int
    taken: int
    allowed_shown: str
    used_shown: str
    reserved_shown: str
    left_shown: str

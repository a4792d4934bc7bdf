"""What pages and programs get of questionnaires and assessments, and what a person hands in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers (question's code: place of the option, from 0) to the questionnaire of this digest; since when it was
    open (WM-5)."""

    answers: Mapping[str, int]
    digest: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class AssessmentAnswer:
    assessment_id: UUID
    level: int
    level_label: str


@dataclass(frozen=True, slots=True)
class OptionLine:
    text: str
    score: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class QuestionLine:
    code: str
    topic: str
    topic_label: str
    text: str
    options: tuple[OptionLine, ...]


@dataclass(frozen=True, slots=True)
class QuestionnairePage:
    """A version as it is read. `digest` names the words; `decision` is the digest to decide on, for who may now."""

    id: UUID
    number: int
    state: str
    state_label: str
    tone: str
    digest: str
    maker: str
    created_at: datetime
    decided_at: datetime | None
    questions: tuple[QuestionLine, ...]
    decision: str = ""


@dataclass(frozen=True, slots=True)
class AttemptsLeft:
    """How often a person may still be assessed, today and within twelve months; `code` and `refusal`: why not now."""

    today: int
    year: int
    code: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """An assessment in a list. `may_buy`: R1 up to what it allows online, in words."""

    id: UUID
    level: int
    level_label: str
    assessed_on: date
    valid_through: date
    standing: str
    standing_label: str
    tone: str
    may_buy: str
    days_left: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was known of how it came about (WM-5)."""

    version: int
    digest: str
    opened_at: datetime
    seconds: int
    device: str
    ip: str
    confirmed_at: datetime | None
    voided_at: datetime | None


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """One of them with every answer. `may`: what its person may do with it now."""

    line: AssessmentLine
    score: int
    vetoes: tuple[str, ...]
    at: datetime
    answered: tuple[QuestionLine, ...]
    evidence: Evidence
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnAssessments:
    """Where a person stands: the latest one first, and how often he may still try."""

    lines: tuple[AssessmentLine, ...]
    left: AttemptsLeft

    @property
    def latest(self) -> AssessmentLine | None:
        return self.lines[0] if self.lines else None


@dataclass(frozen=True, slots=True)
class StaffAssessment:
    """An assessment in the bank's list; the name is masked."""

    person_id: UUID
    name: str
    line: AssessmentLine


@dataclass(frozen=True, slots=True)
class AssessmentDesk:
    lines: tuple[StaffAssessment, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class LevelCount:
    level: int
    label: str
    people: int


@dataclass(frozen=True, slots=True)
class LevelCounts:
    """People by the level at which they stand today; `ending` within thirty days, `expired` not renewed."""

    levels: tuple[LevelCount, ...]
    total: int
    ending: int
    expired: int

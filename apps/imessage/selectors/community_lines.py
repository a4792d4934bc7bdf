"""What is handed to pages and programs of 企业社区."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.members.contracts import DepartmentCount

from ..contracts import Colleague
from .bulletin_lines import BulletinLine


@dataclass(frozen=True, slots=True)
class PostMade:
    """The question or the answer that was put on the board."""

    id: UUID


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in a list. `answers` counts those that are shown; `reports` only the office sees."""

    id: UUID
    title: str
    name: str
    asked_at: datetime
    answers: int
    is_solved: bool
    is_hidden: bool
    reports: int


@dataclass(frozen=True, slots=True)
class QuestionPage:
    lines: tuple[QuestionLine, ...]
    number: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class AnswerLine:
    id: UUID
    name: str
    text: str
    answered_at: datetime
    is_helpful: bool
    is_hidden: bool
    hidden_reason: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionDetail:
    """A question with its answers, the helpful one first. `is_own`: asked by who reads it."""

    line: QuestionLine
    text: str
    is_own: bool
    hidden_reason: str
    reports: tuple[str, ...]
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class CommunityHome:
    """The first page of 企业社区."""

    bulletins: tuple[BulletinLine, ...]
    unread: int  # bulletins
    departments: tuple[DepartmentCount, ...]
    questions: tuple[QuestionLine, ...]


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """Those in service in one department; `own` is the membership of who reads, where it is among them."""

    name: str
    people: tuple[Colleague, ...]
    own: UUID | None
    number: int
    has_more: bool

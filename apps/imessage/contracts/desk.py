"""What the bank's desk and complaints hand to pages and programs."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from uuid import UUID

from . import TalkPage


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thread stands. `ahead`: how many of the same skill have waited longer; 0 for the next one."""

    state: str
    ahead: int


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A service thread as its person sees it. `words` says when it is answered, "" where somebody is at it."""

    conversation_id: UUID
    topic: str
    topic_label: str
    state: str
    state_label: str
    tone: str
    ahead: int
    words: str
    opened_at: datetime
    closed_at: datetime | None
    may_reopen: bool
    may_rate: bool
    score: int | None


@dataclass(frozen=True, slots=True)
class ServiceHome:
    """The desk as a person meets it: hours, whether somebody is there now, and the own threads."""

    hours: str
    is_open: bool
    opens_at: datetime | None
    topics: tuple[tuple[str, str], ...]
    threads: tuple[ThreadLine, ...]


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One of the desk's agents; `load` is how many threads are in hand now."""

    agent_id: UUID
    person_id: UUID
    display: str
    skills: tuple[str, ...]
    skill_labels: str
    capacity: int
    load: int
    on_duty_since: datetime | None


@dataclass(frozen=True, slots=True)
class DeskStaff:
    """Who holds the role of the desk, (person, masked name), and who answers there."""

    staff: tuple[tuple[UUID, str], ...]
    agents: tuple[AgentLine, ...]


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A thread that waits, without its words. `agent` is who has it in hand, for a lead."""

    thread_id: UUID
    skill_label: str
    enterprise: str
    side_label: str
    waiting_since: datetime
    agent: str


@dataclass(frozen=True, slots=True)
class HandLine:
    """A thread that the agent has in hand."""

    thread_id: UUID
    title: str
    who: str
    badge: str
    unread: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """The console desk of one agent. `agent` is None for a lead who is none."""

    agent: AgentLine | None
    in_hand: tuple[HandLine, ...]
    queue: tuple[QueueLine, ...]
    counts: tuple[tuple[str, int], ...]  # by skill
    served: tuple[QueueLine, ...]
    agents: tuple[AgentLine, ...]
    hours: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class DeskThread:
    """A thread as its agent sees it: its rows, what the agents before have noted, and who may take it over."""

    page: TalkPage
    who: str
    topic_label: str
    skill: str
    enterprise: str
    waited_since: datetime
    notes: tuple[tuple[str, datetime, str], ...]  # agent, when, what
    colleagues: tuple[AgentLine, ...]


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """A complaint in a list. `days_left` until the reply is due, below 0 when it is late; None once replied to."""

    id: UUID
    number: str
    kind_label: str
    text: str
    state: str
    state_label: str
    tone: str
    filed_at: datetime
    due_on: date
    days_left: int | None
    display: str
    handler: str
    verdict_label: str


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """A page of the bank's complaints."""

    lines: tuple[ComplaintLine, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """A reply to a complaint, and who gave it."""

    text: str
    display: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ComplaintCard:
    """A complaint with all that was said, and what its reader may do."""

    line: ComplaintLine
    enterprise: str
    replies: tuple[ReplyLine, ...]
    verdict_words: str
    is_last_round: bool
    may_judge: bool
    may_take: bool
    may_reply: bool
    may_extend: bool
    may_decide: bool
    asked_due_on: date | None
    asked_reason: str
    next_due_on: date | None
    digest: str


@dataclass(frozen=True, slots=True)
class ComplaintAnswer:
    """A complaint that is filed: its number, and the day until which it is replied to."""

    complaint_id: UUID
    number: str
    due_on: date


@dataclass(frozen=True, slots=True)
class CannedLine:
    """A canned answer on the desk."""

    id: UUID
    skill_label: str
    title: str
    text: str
    state: str
    state_label: str
    tone: str
    maker: str
    created_at: datetime
    may_decide: bool
    digest: str


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """What became of the stretches of one day, skill or agent. `waited` and `first` are sums of seconds."""

    came: int = 0
    taken: int = 0
    answered: int = 0
    handled: int = 0
    waited: int = 0
    first: int = 0
    scores: int = 0
    score_sum: int = 0

    def with_scores(self, count: int, total: int) -> "DeskFigures":
        return replace(self, scores=count, score_sum=total)

    def plus(self, other: "DeskFigures") -> "DeskFigures":
        return DeskFigures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class DeskStats:
    """The desk in figures, whole and by day, skill and agent."""

    total: DeskFigures
    days: tuple[tuple[date, DeskFigures], ...]
    skills: tuple[tuple[str, DeskFigures], ...]
    agents: tuple[tuple[str, DeskFigures], ...]

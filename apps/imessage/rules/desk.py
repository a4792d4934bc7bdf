"""The life of a service thread, and when the desk is there (Asia/Shanghai, workdays)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from apps.core.lifecycle import Lifecycle, Move

from ..choices.desk import THREAD
from ..choices.desk import ThreadState as S

LEAST_CAPACITY, MOST_CAPACITY = 1, 20  # threads at once
LOWEST_SCORE, HIGHEST_SCORE = 1, 5
PERSON, STAFF = "the person who asks", "service agent"
LOOK_AHEAD = timedelta(days=15)  # no rest of the calendar is longer
WEEKDAYS = "一二三四五六日"

THREAD_LIFE = Lifecycle(
    THREAD,
    "客服会话",
    (
        Move("open", "", S.WAITING, PERSON, "none open on this topic", "stands in the queue of its topic"),
        Move("take", S.WAITING, S.SERVED, STAFF, "on duty, has the skill, below capacity; the longest wait first"),
        Move("transfer", S.SERVED, S.SERVED, STAFF, "theirs; a colleague with room; a note"),
        Move("return", S.SERVED, S.WAITING, STAFF, "theirs; another skill; a note", "keeps its place by waiting time"),
        Move("requeue", S.SERVED, S.WAITING, "bank operator", "a reason", "its agent sits there no more"),
        Move("close", S.SERVED, S.CLOSED, STAFF, "theirs; a category", "the person is asked for a score"),
        Move("reopen", S.CLOSED, S.WAITING, PERSON, "within the days for it; none open on this topic"),
    ),
)


@dataclass(frozen=True, slots=True)
class Duty:
    """When the desk answers: from and to a full hour of workdays."""

    opens: int
    closes: int

    @property
    def words(self) -> str:
        return f"工作日 {self.opens}:00–{self.closes}:00"

    def is_open(self, at: datetime, workdays: Iterable[date]) -> bool:
        """`at` in Shanghai's time; the closing hour itself is outside."""
        return at.date() in set(workdays) and self.opens <= at.hour < self.closes

    def next_opening(self, at: datetime, workdays: Iterable[date]) -> datetime | None:
        """When somebody answers what comes outside the hours; None where the calendar does not reach so far."""
        days = sorted(day for day in workdays if day >= at.date())
        if days and days[0] == at.date() and at.hour >= self.opens:
            days = days[1:]
        return datetime.combine(days[0], time(self.opens), at.tzinfo) if days else None


def day_words(at: datetime) -> str:
    """11月30日(周一)9:00"""
    return f"{at.month}月{at.day}日(周{WEEKDAYS[at.weekday()]}){at.hour}:{at.minute:02d}"


def may_reopen(closed_at: datetime, now: datetime, days: int) -> bool:
    """Up to and with the last instant of so many days."""
    return now - closed_at <= timedelta(days=days)

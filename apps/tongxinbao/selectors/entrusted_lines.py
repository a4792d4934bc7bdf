"""The lines of a list against what the enterprise itself knows: its roster, the terms, its earlier lists (AT-08)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from apps.core import params
from apps.core.clock import Moment
from apps.members import api as members

from ..choices import HIRED_DAYS
from ..models import EntrustedLine, Issue
from ..models.entrusted import RELEASED
from ..rules.entrusted_file import Known, Limits, SentLine, judged
from .lenders import refusal_by_roster

WHY = "what the enterprise has sent before"
# Why a member may not lend, in words for the employer, whose own roster says so.
REASONS = {
    "NOT_MEMBER": "不是已认证、签订劳动合同的在职员工。",
    "NO_INSURANCE": "花名册中没有社会保险记录。",
    "HIRED_LATE": "发行前入职未满规定的天数。",
    "UNDER_AGE": "未满十八周岁。",
}


def lines_judged(issue: Issue, lines: Sequence[SentLine], now: Moment) -> tuple[SentLine, ...]:
    """Every line with what is wrong with it today. Three queries, one of the roster's size."""
    limits = Limits(issue.min_order_fen or 0, issue.step_fen or 1, issue.person_max_fen or 0)
    bare = [SentLine(line.number, line.emp_no, line.name, line.amount, line.fen, None) for line in lines]
    return judged(bare, _roster(issue, now), limits, _earlier(issue.pk))


def lines_of(rows: Iterable[EntrustedLine]) -> tuple[SentLine, ...]:
    """Stored lines as they were sent, in the order of their numbers."""
    return tuple(
        SentLine(
            row.number, row.emp_no, row.name, row.amount_text, row.amount_fen, row.person_id, row.fault, row.column,
            row.message,
        )
        for row in sorted(rows, key=lambda one: one.number)
    )  # fmt: skip


def _roster(issue: Issue, now: Moment) -> dict[str, Known]:
    days = params.get(HIRED_DAYS, now.business_date)
    found = {}
    for person, engaged in members.engagements(issue.enterprise_id).items():
        refusal = refusal_by_roster(issue, engaged, hired_days=days, now=now)
        found[engaged.emp_no] = Known(person, engaged.name, REASONS[refusal[0]] if refusal else "")
    return found


def _earlier(issue_id: UUID) -> frozenset[UUID]:
    """Whoever stands in a list that was released: each person once, whatever became of it."""
    rows = EntrustedLine.objects.system(WHY).filter(list__issue_id=issue_id, list__state__in=RELEASED)
    return frozenset(person for person in rows.values_list("person_id", flat=True) if person is not None)

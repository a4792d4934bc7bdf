"""What the enterprise has told its lenders, and when it owes them the next report (TX-12)."""

from datetime import date, timedelta
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import SHANGHAI

from ..contracts import Notices
from ..models import IssuePaper
from ..models.paper import AFTER
from .issues import issue_for, issue_line, paper_line

QUARTER_DAYS = 92  # a report at least so often


def notices_of(actor: Actor, issue_id: UUID) -> Notices:
    """Newest first, with the day by which the next report of the use of proceeds is owed. Raises NotFound. Two
    queries."""
    issue = issue_for(actor, issue_id)
    rows = IssuePaper.objects.scoped(actor).filter(issue=issue, kind__in=AFTER).defer("content").order_by("-at", "-pk")
    papers = tuple(paper_line(row) for row in rows)
    reported = [row.at.astimezone(SHANGHAI).date() for row in papers if row.kind == "REPORT"]
    return Notices(issue_line(issue), papers, report_due(issue.value_date, reported))


def report_due(value_date: date | None, reported: list[date]) -> date | None:
    """The end of the quarter that began with the last report, or with the loan."""
    begun = max(reported, default=value_date)
    return begun + timedelta(days=QUARTER_DAYS) if begun else None

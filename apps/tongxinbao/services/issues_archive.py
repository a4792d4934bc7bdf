"""What is over is put away, a month after its end (row 21)."""

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q

from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.db import lock_rows, require_transaction

from ..choices import ARCHIVE_DAYS, WRITTEN_UP, IssueState
from ..models import Issue, IssuePaper
from ..rules.issue import OVER
from .issue_moves import issue_move

WHY = "a month after the end"


def issues_archive(*, day: date, now: Moment) -> None:
    """Archives every issue that ended ARCHIVE_DAYS days before `day` or earlier; one in default only once everything
    has been paid, since an archived issue is not collected any more, and compliance has written it up.

    In the caller's transaction; a repeat changes nothing. Locks the issues.
    """
    require_transaction()
    last = day - timedelta(days=params.get(ARCHIVE_DAYS, day) - 1)
    before = datetime.combine(last, time(0), SHANGHAI)
    actor = Actor.system("了结后归档")
    written_up = Exists(IssuePaper.objects.system(WHY).filter(issue=OuterRef("pk"), kind=WRITTEN_UP))
    over = Issue.objects.system(WHY).filter(~Q(state=IssueState.DEFAULTED) | written_up, state__in=OVER)
    for issue in lock_rows(over.filter(ended_at__lt=before)):
        issue_move(issue, "archive", "tongxinbao.issue.archived", actor=actor, now=now, tell=False)

"""The bank lets a suspended issue go on (row 7)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.core.moves import reason_said
from apps.members import api as members

from ..choices import REASON_LENGTH, DayCount
from ..contracts import IssueAnswer
from ..models import Issue
from ..rules.issue import ISSUE
from ..selectors.rate_caps import cap_now, rate_fault
from .issue_moves import issue_move, issue_once


@use_case
def issue_resume(*, issue_id: UUID, reason: str, key: str, actor: Actor, now: Moment) -> IssueAnswer:
    """Orders are taken again, until the hour that was set. Key: (person, key). Locks the issue.

    Raises NotFound, IllegalMove, InvalidInput REASON, Conflict RATE_CAP_EXCEEDED, POLICY_CEILING, LPR_STALE,
    ENTERPRISE_SUSPENDED, KeyReused, Busy.
    """
    reason = reason_said(reason, "恢复的原因", REASON_LENGTH)

    def resume(issue: Issue) -> None:
        ISSUE.check(issue.state, "resume")
        members.require_certified(issue.enterprise_id)
        if issue.rate is not None and (fault := rate_fault(issue.rate, DayCount(issue.day_count), cap_now(now))):
            raise Conflict(*fault)
        issue_move(
            issue, "resume", "tongxinbao.issue.resumed", actor=actor, now=now, detail={"reason": reason}, reason=""
        )

    return issue_once(verb="resume", issue_id=issue_id, key=key, actor=actor, effect=resume, reason=reason)

"""A reviewer of the bank turns an application down (row 4)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.moves import reason_said

from ..choices import REASON_LENGTH
from ..contracts import IssueAnswer
from ..models import Issue
from .issue_moves import issue_move, issue_once


@use_case
def issue_reject(*, issue_id: UUID, reason: str, key: str, actor: Actor, now: Moment) -> IssueAnswer:
    """For good: another application is another issue. Key: (person, key). Locks the issue.

    Raises NotFound, IllegalMove, InvalidInput REASON, KeyReused, Busy.
    """
    reason = reason_said(reason, "不通过的原因", REASON_LENGTH)

    def reject(issue: Issue) -> None:
        issue_move(
            issue, "reject", "tongxinbao.issue.rejected", actor=actor, now=now, detail={"reason": reason},
            reason=reason, reviewer_person_id=actor.person, ended_at=now.business_at,
        )  # fmt: skip

    return issue_once(verb="reject", issue_id=issue_id, key=key, actor=actor, effect=reject, reason=reason)

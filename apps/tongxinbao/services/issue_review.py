"""A reviewer of the bank screens the application and gives an opinion: the first of two people (row 4)."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.core.moves import reason_said
from apps.members import api as members

from ..choices import ISSUE_SUBJECT, REASON_LENGTH
from ..contracts import IssueAnswer
from ..models import Issue
from ..selectors.screens import screens_of
from ..selectors.terms import terms_shown
from .issue_moves import issue_move, issue_once


@use_case
def issue_review(*, issue_id: UUID, opinion: str, key: str, actor: Actor, now: Moment) -> IssueAnswer:
    """Passes the application on with an opinion; the approver is asked. Key: (person, key). Locks the issue.

    Raises NotFound, IllegalMove, InvalidInput REASON, Conflict SCREEN with what does not hold (cap, scale, lenders,
    proceeds, arrears), LPR_STALE, ENTERPRISE_SUSPENDED, KeyReused, Busy.
    """
    opinion = reason_said(opinion, "审核意见", REASON_LENGTH)

    def review(issue: Issue) -> None:
        members.require_certified(issue.enterprise_id)
        failed = [one.label for one in screens_of(issue, now) if not one.holds]
        if failed:
            raise Conflict("SCREEN", f"{'、'.join(failed)}不符合要求,不能提交审批。")
        issue_move(
            issue, "review", "tongxinbao.issue.reviewed", actor=actor, now=now,
            opinion=opinion, reviewer_person_id=actor.person, approver_person_id=None, reason="",
        )  # fmt: skip
        issue.approval_id = approvals.request(
            kind=ISSUE_SUBJECT,
            subject_id=issue.pk,
            digest=issue.content_hash,
            summary=dict(terms_shown(issue)) | {"审核意见": opinion},
            steps=(Role.APPROVER,),
            actor=actor,
            unit_path=members.enterprise_brief(issue.enterprise_id).unit_path,
            now=now,
        )
        issue.save(update_fields=["approval_id"])

    return issue_once(verb="review", issue_id=issue_id, key=key, actor=actor, effect=review, opinion=opinion)

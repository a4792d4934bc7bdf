"""The maker hands the application in: it is frozen, and the enterprise's checker is asked (row 2)."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput
from apps.members import api as members

from ..choices import ISSUE_SUBJECT
from ..contracts import IssueAnswer
from ..models import Issue, IssuePaper
from ..selectors.gaps import wants_of
from ..selectors.scale import suggested_scale
from ..selectors.terms import content_digest, terms_shown
from .issue_draft import new_issue_allowed
from .issue_moves import issue_move, issue_once


@use_case
def issue_submit(*, issue_id: UUID, key: str, actor: Actor, now: Moment) -> IssueAnswer:
    """Freezes the content under its hash and asks the checker. Key: (enterprise, person, key). Locks the issue.

    Raises NotFound, IllegalMove, InvalidInput E_TERMS with every gap and fault by field, Conflict as `issue_draft`,
    CalendarYearNotLoaded, KeyReused, Busy.
    """

    def submit(issue: Issue) -> None:
        new_issue_allowed(actor, now)
        papers = IssuePaper.objects.scoped(actor).filter(issue=issue)
        faults = wants_of(issue, set(papers.values_list("kind", flat=True)), now)
        if faults:
            raise InvalidInput("E_TERMS", "申请还没有填完整,请按提示补充。", fields=faults)
        issue_move(
            issue, "submit", "tongxinbao.issue.submitted", actor=actor, now=now,
            content_hash=content_digest(issue),
            suggested_fen=suggested_scale(issue.enterprise_id, now),
            maker_person_id=actor.person, maker_display=actor.display, checker_person_id=None,
            submitted_at=now.business_at, reason="",
        )  # fmt: skip
        issue.approval_id = approvals.request(
            kind=ISSUE_SUBJECT,
            subject_id=issue.pk,
            digest=issue.content_hash,
            summary=dict(terms_shown(issue)),
            steps=(Role.CHECKER,),
            actor=actor,
            enterprise_id=issue.enterprise_id,
            unit_path=members.enterprise_brief(issue.enterprise_id).unit_path,
            now=now,
        )
        issue.save(update_fields=["approval_id"])

    return issue_once(verb="submit", issue_id=issue_id, key=key, actor=actor, effect=submit)

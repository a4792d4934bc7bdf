"""The enterprise's checker asks to call an issue off; the bank has to agree (row 8)."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.idempotency import body_hash
from apps.core.moves import reason_said
from apps.identity import api as identity
from apps.members import api as members

from ..choices import CANCEL_SUBJECT, REASON_LENGTH
from ..contracts import IssueAnswer
from ..models import Issue
from ..rules.issue import ISSUE
from .issue_moves import issue_once, issue_record


@use_case
def cancel_ask(*, issue_id: UUID, reason: str, key: str, actor: Actor, now: Moment) -> IssueAnswer:
    """Asks an approver of the bank; until then everything goes on. Key: (enterprise, person, key). Locks the issue.

    Raises NotFound, IllegalMove, InvalidInput REASON, Conflict REQUEST_OPEN, StepUpRequired, KeyReused, Busy.
    """
    reason = reason_said(reason, "取消的原因", REASON_LENGTH)

    def ask(issue: Issue) -> None:
        ISSUE.check(issue.state, "cancel")
        digest = cancel_digest(issue, reason)
        shown = {"取消发行": f"{issue.title}({issue.reference})", "原因": reason}
        identity.require_step_up(actor=actor, digest=digest, shown=shown, now=now)
        approvals.request(
            kind=CANCEL_SUBJECT,
            subject_id=issue.pk,
            digest=digest,
            summary=shown,
            steps=(Role.APPROVER,),
            actor=actor,
            unit_path=members.enterprise_brief(issue.enterprise_id).unit_path,
            now=now,
        )
        issue.cancel_reason = reason
        issue.save(update_fields=["cancel_reason"])
        detail = {"reason": reason}
        issue_record(issue, "tongxinbao.cancel.asked", source=issue.state, actor=actor, now=now, detail=detail)

    return issue_once(verb="cancel_ask", issue_id=issue_id, key=key, actor=actor, effect=ask, reason=reason)


def cancel_digest(issue: Issue, reason: str) -> str:
    """Names exactly this calling off."""
    return body_hash({"cancel": issue.pk, "reason": reason})

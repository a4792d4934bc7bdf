"""The enterprise's checker asks to repay a whole issue before its day; authoriser and bank have to agree (row 15)."""

from datetime import date
from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.idempotency import body_hash
from apps.identity import api as identity
from apps.members import api as members

from ..choices import EARLY_SUBJECT
from ..contracts import IssueAnswer
from ..models import Issue
from ..rules.issue import ISSUE
from ..selectors.early import NOT_AGREED, early_fault, early_shown, early_sum
from .issue_moves import issue_once, issue_record


@use_case
def early_ask(*, issue_id: UUID, on: date, key: str, actor: Actor, now: Moment) -> IssueAnswer:
    """Asks to repay everything on a workday `on`; until both agree nothing changes. Key: (enterprise, person, key).

    Locks the issue. Raises NotFound, IllegalMove, Conflict NOT_AGREED where the contract does not allow it,
    ALREADY_REQUESTED, InvalidInput E_DATE, CalendarYearNotLoaded, StepUpRequired, KeyReused, Busy.
    """

    def ask(issue: Issue) -> None:
        ISSUE.check(issue.state, "repay_early")
        if not issue.may_repay_early:
            raise Conflict("NOT_AGREED", NOT_AGREED)
        if fault := early_fault(issue, on, now):
            raise InvalidInput("E_DATE", fault, fields={"on": fault})
        digest, shown = early_digest(issue, on), early_shown(issue, early_sum(issue, on))
        identity.require_step_up(actor=actor, digest=digest, shown=shown, now=now)
        approvals.request(
            kind=EARLY_SUBJECT,
            subject_id=issue.pk,
            digest=digest,
            summary=shown,
            steps=(Role.AUTHORISER, Role.APPROVER),
            actor=actor,
            enterprise_id=issue.enterprise_id,
            unit_path=members.enterprise_brief(issue.enterprise_id).unit_path,
            now=now,
        )
        issue.early_on = on
        issue.save(update_fields=["early_on"])
        detail = {"on": on.isoformat()}
        issue_record(issue, "tongxinbao.early.asked", source=issue.state, actor=actor, now=now, detail=detail)

    return issue_once(verb="early_ask", issue_id=issue_id, key=key, actor=actor, effect=ask, on=on)


def early_digest(issue: Issue, on: date) -> str:
    """Names exactly this repayment."""
    return body_hash({"early": issue.pk, "on": on.isoformat()})

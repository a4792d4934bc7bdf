"""The bank's compliance puts on record that an issue will not be paid back in order (row 20). The bank pays nothing."""

from uuid import UUID

from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.core.moves import reason_said

from ..choices import DEFAULT_DAYS, REASON_LENGTH
from ..contracts import IssueAnswer
from ..models import Issue
from ..rules.issue import ISSUE
from ..selectors.owed import late_since
from .issue_moves import issue_move, issue_once


@use_case
def issue_default(
    *, issue_id: UUID, is_insolvent: bool, reason: str, key: str, actor: Actor, now: Moment
) -> IssueAnswer:
    """After more than DEFAULT_DAYS days late, or at once where the enterprise is insolvent; `reason` says what is known
    of it, and every lender is told. What the enterprise still has goes on being collected. Key: (person, key).

    Locks the issue. Raises NotFound, IllegalMove, InvalidInput REASON, Conflict TOO_EARLY, KeyReused, Busy.
    """
    reason = reason_said(reason, "认定违约的依据", REASON_LENGTH)

    def default(issue: Issue) -> None:
        ISSUE.check(issue.state, "default")
        first, bound = late_since(issue.pk), params.get(DEFAULT_DAYS, now.business_date)
        days = (now.business_date - first).days if first else 0
        if days <= bound and not is_insolvent:
            raise Conflict("TOO_EARLY", f"目前逾期 {days} 天,超过 {bound} 天或企业丧失偿付能力时才能认定违约。")
        detail = {"reason": reason, "days": days, "insolvent": is_insolvent}
        issue_move(issue, "default", "tongxinbao.issue.defaulted", actor=actor, now=now, detail=detail, reason=reason)

    said = {"reason": reason, "insolvent": is_insolvent}
    return issue_once(verb="default", issue_id=issue_id, key=key, actor=actor, effect=default, **said)

"""The enterprise's authoriser, then an approver of the bank, agree that an issue is repaid early (row 15)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.errors import Conflict

from ..choices import EARLY_SUBJECT
from ..contracts import IssueAnswer
from ..models import Issue
from ..rules.issue import ISSUE
from ..selectors.early import early_fault
from .issue_moves import issue_locked, issue_move, issue_once, issue_record, verdict_take


@use_case
def early_decide(
    *, issue_id: UUID, verdict: str, reason: str, digest: str, key: str, actor: Actor, now: Moment
) -> IssueAnswer:
    """One verdict of the next of the two. With the second the issue waits for its day, and every lender is told: the
    notice is counted from here. Key: (enterprise, person, key). Locks issue, then approval.

    Raises NotFound, IllegalMove, Forbidden SAME_PERSON, Conflict STALE, TOO_LATE where the notice would be too short by
    now, InvalidInput REASON, StepUpRequired, KeyReused, Busy.
    """
    said = {"verdict": verdict, "digest": digest, "reason": reason.strip()}

    def decide(issue: Issue) -> None:
        ISSUE.check(issue.state, "repay_early")
        outcome = verdict_take(EARLY_SUBJECT, issue.pk, said, actor=actor, now=now)
        action, detail = "tongxinbao.early.decided", said | {"on": str(issue.early_on)}
        if outcome.state == "APPROVED":
            if issue.early_on is None or (fault := early_fault(issue, issue.early_on, now)):
                raise Conflict("TOO_LATE", f"{fault if issue.early_on else ''}请退回,由企业重新选择还款日。")
            issue_move(issue, "repay_early", action, actor=actor, now=now, detail=detail)
        elif outcome.state == "PENDING":
            issue_record(issue, action, source=issue.state, actor=actor, now=now, detail=detail)
        else:
            _leave(issue, detail, actor, now)

    return issue_once(verb="early_decide", issue_id=issue_id, key=key, actor=actor, effect=decide, **said)


def early_lapse(*, issue_id: UUID, now: Moment) -> None:
    """The request is forgotten, since nobody decided in time; in the caller's transaction, a repeat changes nothing."""
    require_transaction()
    actor = Actor.system("审批逾期")
    issue = issue_locked(actor, issue_id)
    waits = any(move.name == "repay_early" for move in ISSUE.leaving(issue.state))
    if waits and issue.early_on is not None:
        _leave(issue, {"reason": "逾期未审批"}, actor, now)


def _leave(issue: Issue, detail: dict[str, str], actor: Actor, now: Moment) -> None:
    issue.early_on = None
    issue.save(update_fields=["early_on"])
    issue_record(issue, "tongxinbao.early.decided", source=issue.state, actor=actor, now=now, detail=detail)

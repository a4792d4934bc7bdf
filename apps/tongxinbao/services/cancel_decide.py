"""An approver of the bank agrees that an issue is called off: every hold goes back (row 8)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case

from ..choices import CANCEL_SUBJECT
from ..contracts import IssueAnswer
from ..models import Issue
from ..rules.issue import ISSUE
from .entrusted_moves import lists_lapse
from .issue_moves import issue_locked, issue_move, issue_once, issue_record, verdict_take
from .mandates_over import mandates_over
from .orders_release import orders_release


@use_case
def cancel_decide(
    *, issue_id: UUID, verdict: str, reason: str, digest: str, key: str, actor: Actor, now: Moment
) -> IssueAnswer:
    """One verdict. Key: (person, key). Locks issue, approval, orders, then the accounts of their holds.

    Raises NotFound, IllegalMove, Forbidden SAME_PERSON, Conflict STALE, InvalidInput REASON, StepUpRequired, KeyReused,
    Busy.
    """
    said = {"verdict": verdict, "digest": digest, "reason": reason.strip()}

    def decide(issue: Issue) -> None:
        ISSUE.check(issue.state, "cancel")
        outcome = verdict_take(CANCEL_SUBJECT, issue.pk, said, actor=actor, now=now)
        if outcome.state != "APPROVED":
            _leave(issue, said, actor, now)
            return
        lists_lapse(issue, "发行已经取消。", actor=actor, now=now)
        orders_release(issue, "CANCELLED", actor=actor, now=now)
        mandates_over(issue, actor=actor, now=now)
        issue_move(
            issue, "cancel", "tongxinbao.cancel.decided", actor=actor, now=now, detail=said,
            reason=issue.cancel_reason, taken_fen=0, reserved_fen=0, ended_at=now.business_at,
        )  # fmt: skip

    return issue_once(verb="cancel_decide", issue_id=issue_id, key=key, actor=actor, effect=decide, **said)


def cancel_lapse(*, issue_id: UUID, now: Moment) -> None:
    """The request is forgotten, since nobody decided in time; in the caller's transaction."""
    require_transaction()
    actor = Actor.system("审批逾期")
    _leave(issue_locked(actor, issue_id), {"reason": "逾期未审批"}, actor, now)


def _leave(issue: Issue, said: dict[str, str], actor: Actor, now: Moment) -> None:
    issue.cancel_reason = ""
    issue.save(update_fields=["cancel_reason"])
    issue_record(issue, "tongxinbao.cancel.decided", source=issue.state, actor=actor, now=now, detail=said)

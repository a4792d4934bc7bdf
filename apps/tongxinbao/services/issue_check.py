"""The enterprise's second pair of eyes: the checker agrees and the bank is asked, or sends the draft back (row 3)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.errors import Conflict

from ..choices import ISSUE_SUBJECT, IssueState
from ..contracts import IssueAnswer
from ..models import Issue
from ..rules.issue import ISSUE
from ..selectors.terms import content_digest
from .issue_moves import issue_locked, issue_move, issue_once, verdict_take


@use_case
def issue_check(
    *, issue_id: UUID, verdict: str, reason: str, digest: str, key: str, actor: Actor, now: Moment
) -> IssueAnswer:
    """One verdict (APPROVE, RETURN) on exactly the content that was shown. Key: (enterprise, person, key).

    Locks issue, then approval. Raises NotFound, IllegalMove, Forbidden SAME_PERSON, Conflict STALE or CHANGED,
    InvalidInput REASON, StepUpRequired, KeyReused, Busy.
    """
    said = {"verdict": verdict, "digest": digest, "reason": reason.strip()}

    def check(issue: Issue) -> None:
        ISSUE.check(issue.state, "check")
        if content_digest(issue) != issue.content_hash:
            raise Conflict("CHANGED", "申请内容与提交时不一致,请退回后重新提交。")
        outcome = verdict_take(ISSUE_SUBJECT, issue.pk, said, actor=actor, now=now)
        name, changes = ("check", {"checker_person_id": actor.person}) if outcome.state == "APPROVED" else (
            "send_back", {"reason": said["reason"]}
        )  # fmt: skip
        issue_move(issue, name, "tongxinbao.issue.checked", actor=actor, now=now, detail=said, **changes)

    return issue_once(verb="check", issue_id=issue_id, key=key, actor=actor, effect=check, **said)


def issue_lapse(*, issue_id: UUID, now: Moment) -> None:
    """Back to the draft, or to the reviewer, since nobody decided in time; in the caller's transaction, a repeat
    changes nothing."""
    require_transaction()
    actor = Actor.system("审批逾期")
    issue = issue_locked(actor, issue_id)
    name = {IssueState.ENT_CHECK: "send_back", IssueState.BANK_APPROVE: "return"}.get(IssueState(issue.state))
    if name:
        issue_move(issue, name, "tongxinbao.issue.lapsed", actor=actor, now=now, reason="逾期未审批")

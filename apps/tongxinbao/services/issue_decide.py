"""An approver of the bank lists the issue, or returns it to the reviewer (row 5)."""

from uuid import UUID

from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.members import api as members

from ..choices import ISSUE_SUBJECT, MIN_ORDER, MIN_RATIO, ORDER_STEP, PERSON_MAX, PERSON_SHARE
from ..contracts import IssueAnswer
from ..models import Issue
from ..rules.issue import ISSUE
from ..selectors.rate_caps import cap_now
from ..selectors.screens import screens_of
from ..selectors.terms import content_digest
from .issue_moves import issue_move, issue_once, verdict_take


@use_case
def issue_decide(
    *, issue_id: UUID, verdict: str, reason: str, digest: str, key: str, actor: Actor, now: Moment
) -> IssueAnswer:
    """One verdict on exactly the content that the enterprise signed; a listed issue keeps today's LPR and limits.

    Key: (person, key). Locks issue, then approval. Raises NotFound, IllegalMove, Forbidden SAME_PERSON, Conflict STALE,
    CHANGED, SCREEN, LPR_STALE, ENTERPRISE_SUSPENDED, InvalidInput REASON, StepUpRequired, KeyReused, Busy.
    """
    said = {"verdict": verdict, "digest": digest, "reason": reason.strip()}

    def decide(issue: Issue) -> None:
        ISSUE.check(issue.state, "list")
        outcome = verdict_take(ISSUE_SUBJECT, issue.pk, said, actor=actor, now=now)
        if outcome.state == "APPROVED":
            _list(issue, said, actor, now)
        else:
            issue_move(
                issue, "return", "tongxinbao.issue.decided", actor=actor, now=now, detail=said, reason=said["reason"]
            )

    return issue_once(verb="decide", issue_id=issue_id, key=key, actor=actor, effect=decide, **said)


def _list(issue: Issue, said: dict[str, str], actor: Actor, now: Moment) -> None:
    members.require_certified(issue.enterprise_id)
    if content_digest(issue) != issue.content_hash:
        raise Conflict("CHANGED", "申请内容与企业提交时不一致,不能发行。")
    failed = [one.label for one in screens_of(issue, now) if not one.holds]
    if failed:
        raise Conflict("SCREEN", f"{'、'.join(failed)}不符合要求,不能发行。")
    known = params.values([MIN_ORDER, ORDER_STEP, PERSON_MAX, PERSON_SHARE, MIN_RATIO], now.business_date)
    share = int((issue.scale_fen or 0) * known[PERSON_SHARE] / 100)
    issue_move(
        issue, "list", "tongxinbao.issue.decided", actor=actor, now=now, detail=said,
        approver_person_id=actor.person, lpr=cap_now(now).lpr,
        min_order_fen=known[MIN_ORDER], step_fen=known[ORDER_STEP],
        person_max_fen=min(known[PERSON_MAX], share), min_ratio=known[MIN_RATIO],
        listed_on=now.business_date, listed_at=now.business_at, reason="",
    )  # fmt: skip

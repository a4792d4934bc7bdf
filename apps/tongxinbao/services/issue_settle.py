"""The bank confirms the settlement: every order is looked at once more, then one batch moves the money (row 11)."""

from uuid import UUID

from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict
from apps.core.idempotency import body_hash
from apps.core.money import Fen, format_yuan
from apps.identity import api as identity
from apps.members import api as members

from ..choices import DayCount
from ..contracts import IssueAnswer
from ..models import Issue, Order
from ..rules.issue import ISSUE
from ..rules.order import RELEASABLE
from ..selectors.lenders import refusals
from ..selectors.rate_caps import cap_now, rate_fault
from .issue_close import fail_if_short
from .issue_moves import issue_move, issue_once
from .mandates_over import mandates_stopped
from .orders_release import release

SETTLE_JOB = "tongxinbao.settle"


@use_case
def issue_settle(*, issue_id: UUID, key: str, actor: Actor, now: Moment) -> IssueAnswer:
    """Releases the orders that do not hold any more and writes the job that settles the others; with too little left
    the issue fails instead. Key: (person, key). Locks the issue, its orders, then the accounts of released holds.

    Raises NotFound, IllegalMove, Conflict ENTERPRISE_SUSPENDED, LPR_STALE, TOO_LATE (the due date has come),
    StepUpRequired, KeyReused, Busy.
    """

    def settle(issue: Issue) -> None:
        ISSUE.check(issue.state, "settle")
        members.require_certified(issue.enterprise_id)
        if issue.maturity_date is not None and issue.maturity_date <= now.business_date:
            raise Conflict("TOO_LATE", "到期日已到,不能再结算。请取消这次发行。")
        shown = {
            "结算": f"{issue.title}({issue.reference})",
            "金额": f"¥{format_yuan(Fen(issue.taken_fen))}",
            "收款账户": issue.account_masked,
        }
        digest = body_hash({"settle": issue.pk, "fen": issue.taken_fen, "account": issue.account_id})
        identity.require_step_up(actor=actor, digest=digest, shown=shown, now=now)
        left = recheck(issue, actor, now)
        if fail_if_short(issue, left, actor, now):
            return
        issue_move(
            issue, "settle", "tongxinbao.issue.settled", actor=actor, now=now, detail={"fen": left}, taken_fen=left,
            tell=False,
        )  # fmt: skip
        jobs.add(SETTLE_JOB, str(issue.pk), {"issue_id": str(issue.pk)})

    return issue_once(verb="settle", issue_id=issue_id, key=key, actor=actor, effect=settle)


def recheck(issue: Issue, actor: Actor, now: Moment) -> int:
    """Releases every allotted order that would not be taken today (TX-3, TX-5, TX-6, TX-11); what is left, in 分."""
    orders = lock_rows(Order.objects.system("eligibility at the settlement").filter(issue=issue, state__in=RELEASABLE))
    asked = {order.pk: (order.person_id, order.account_id) for order in orders}
    outcomes = {pk: code for pk, (code, _) in refusals(issue, asked, now=now).items()}
    outcomes |= mandates_stopped(issue, orders)
    if issue.rate is not None and (fault := rate_fault(issue.rate, DayCount(issue.day_count), cap_now(now))):
        outcomes = dict.fromkeys(asked, fault[0])
    release(issue, [order for order in orders if order.pk in outcomes], outcomes, actor=actor, now=now)
    return sum(order.allotted_fen for order in orders if order.pk not in outcomes)

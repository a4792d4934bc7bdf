"""A person takes the mandate back, until the close with its orders; until the debit nothing is taken (TX-11)."""

from typing import Any
from uuid import UUID

from apps.agreements import api as agreements
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import NotFound
from apps.core.idempotency import once
from apps.members import api as members

from ..choices import IssueState, OrderState
from ..contracts import MandateAnswer
from ..models import Issue, LoanMandate, Order
from .issue_moves import issue_locked
from .mandate_sign import mandate_record
from .order_moves import order_move
from .orders_release import hold_give_back
from .room import room_give_back

WHY = "its own mandate is taken back"


@use_case
def mandate_revoke(*, issue_id: UUID, key: str, actor: Actor, now: Moment) -> MandateAnswer:
    """Stops the person's mandate for an issue. Until the close the orders placed under it are withdrawn with it; later
    the settlement drops them. Key: (person, key). Locks issue, mandate, orders, then accounts of the books.

    Raises NotFound, IllegalMove for one that is over, KeyReused, Busy.
    """

    def effect() -> dict[str, Any]:
        mandate = LoanMandate.objects.scoped(actor).filter(issue_id=issue_id).order_by("-signed_at").first()
        if mandate is None:
            raise NotFound("没有找到这项授权。")
        issue = issue_locked(Actor.system(WHY), issue_id)
        agreements.mandate_halt(mandate_id=mandate.mandate_id, actor=actor, now=now)
        count = orders_recall(issue, mandate.mandate_id, actor=actor, now=now)
        mandate_record(mandate, "revoked", issue=issue, actor=actor, now=now, withdrawn=count)
        return {"mandate_id": str(mandate.pk), "withdrawn": count}

    said = {"issue": issue_id}
    answer, _ = once(actor=actor, route="tongxinbao.mandate_revoke", key=key, body=said, effect=effect)
    return MandateAnswer(UUID(answer["mandate_id"]), answer["withdrawn"])


def mandate_stopped(*, issue_id: UUID, mandate_id: UUID, now: Moment) -> None:
    """The same for a mandate that was stopped on the page of all mandates; in the caller's transaction. A repeat finds
    nothing."""
    actor = Actor.system("本人停止了授权")
    orders_recall(issue_locked(actor, issue_id), mandate_id, actor=actor, now=now)


def orders_recall(issue: Issue, mandate_id: UUID, *, actor: Actor, now: Moment) -> int:
    """Withdraws what was placed under a mandate and is still held, until the close; gives how many orders."""
    require_transaction()
    is_over = issue.close_at is not None and now.business_at >= issue.close_at
    if is_over or issue.state not in (IssueState.SUBSCRIBING, IssueState.SUSPENDED):
        return 0
    rows = Order.objects.system(WHY).filter(issue=issue, mandate_id=mandate_id, state=OrderState.HELD)
    orders = lock_rows(rows)
    unit_path = members.enterprise_brief(issue.enterprise_id).unit_path
    for order in orders:
        hold_give_back(order, now=now)
        order_move(
            order, "withdraw", "tongxinbao.order.withdrawn", issue=issue, unit_path=unit_path, actor=actor, now=now,
            ended_at=now.business_at,
        )  # fmt: skip
        room_give_back(issue, order)
    return len(orders)

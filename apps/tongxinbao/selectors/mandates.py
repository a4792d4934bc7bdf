"""A person's own mandate for an issue, with what was placed under it (TX-11)."""

from uuid import UUID

from apps.agreements import api as agreements
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.core.money import Fen

from ..choices import MANDATE, ORDERS_COUNTED
from ..contracts import MandatePage
from ..models import LoanMandate
from ..rules.issue import RAISING
from .own import orders_under

STATES = {"ACTIVE": ("有效", "ok"), "OVER": ("已结束", "neutral"), "REVOKED": ("已撤销", "neutral")}


def mandate_of(actor: Actor, issue_id: UUID, now: Moment) -> MandatePage | None:
    """The newest mandate that the person has signed for an issue; None without one. Three queries."""
    row = (
        LoanMandate.objects.scoped(actor)
        .filter(issue_id=issue_id)
        .select_related("issue__enterprise")
        .order_by("-signed_at")
        .first()
    )
    if row is None:
        return None
    issue = row.issue
    is_held = row.mandate_id in agreements.mandates_active(actor.person, MANDATE)
    is_over = row.valid_until < now.business_date or issue.state not in (*RAISING, "SETTLING", "SETTLE_EXCEPTION")
    state = "OVER" if is_over else "ACTIVE" if is_held else "REVOKED"
    orders = orders_under(actor, row.mandate_id, now)
    is_raising = issue.close_at is not None and now.business_at < issue.close_at
    return MandatePage(
        issue_id=issue.pk,
        title=issue.title,
        reference=issue.reference,
        enterprise_name=issue.enterprise.name,
        max_fen=Fen(row.max_fen),
        used_fen=Fen(sum(one.amount_fen for one in orders if one.state in ORDERS_COUNTED)),
        valid_until=row.valid_until,
        account=row.account_masked,
        signed_at=row.signed_at,
        close_at=issue.close_at,
        state=state,
        state_label=STATES[state][0],
        tone=STATES[state][1],
        orders=orders,
        is_raising=is_raising,
        may=("revoke",) if is_held else (),
    )


def mandate_for_member(actor: Actor, issue_id: UUID, now: Moment) -> MandatePage:
    """The same. Raises NotFound, in the words of an issue that does not exist (TX-4)."""
    found = mandate_of(actor, issue_id, now)
    if found is None:
        raise NotFound()
    return found


def mandate_entry(actor: Actor, issue_id: UUID) -> bool:
    """Whether the person has ever signed one for the issue. One query."""
    return LoanMandate.objects.scoped(actor).filter(issue_id=issue_id).exists()

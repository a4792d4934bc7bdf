"""Mandates at the end of what they were for: up to the debit each can be stopped (TX-11, AT-08)."""

from collections.abc import Iterable
from uuid import UUID

from apps.agreements import api as agreements
from apps.core.actors import Actor
from apps.core.clock import Moment

from ..choices import MANDATE
from ..models import Issue, Order
from ..selectors.papers import Lent

NO_MANDATE = "NO_MANDATE"


def mandates_stopped(issue: Issue, orders: Iterable[Order | Lent]) -> dict[UUID, str]:
    """The entrusted ones of locked orders whose mandate was stopped, by why. Locks the mandates: none is stopped
    between this and the caller's commit. One that only ran out has done its work."""
    entrusted = [order for order in orders if order.is_entrusted]
    if not entrusted:
        return {}
    held = agreements.mandates_hold(kind=MANDATE, subject_id=issue.pk)
    return {order.pk: NO_MANDATE for order in entrusted if order.mandate_id not in held}


def mandates_over(issue: Issue, *, actor: Actor, now: Moment) -> None:
    """Ends every mandate of an issue that has been lent, has failed or was called off. In the caller's transaction."""
    agreements.mandates_end(kind=MANDATE, subject_id=issue.pk, actor=actor, now=now)

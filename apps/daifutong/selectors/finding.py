"""What a search finds here, for the portal: each within the actor's relation."""

from django.db.models import Q
from django.urls import reverse

from apps.core.actors import Actor, Surface
from apps.core.clock import Moment
from apps.core.parts import Finding

from ..choices import BATCH_LABELS, BatchState
from ..models import Batch
from .payslips import payslips_for_member

DETAILS = {Surface.OFFICE: "office:batch_detail", Surface.CONSOLE: "console:batch_detail"}


def find_batches(actor: Actor, query: str, most: int) -> tuple[Finding, ...]:
    """Batches of the actor's enterprise, or of the unit and below, by title, number or month, newest first. One
    query."""
    wanted = Q(title__icontains=query) | Q(reference__iexact=query) | Q(pay_period__startswith=query)
    rows = Batch.objects.scoped(actor).filter(wanted).select_related("enterprise").order_by("-created_at")
    return tuple(
        Finding(
            row.title,
            f"{row.enterprise.short_name} · {row.pay_period} · {BATCH_LABELS[BatchState(row.state)]}",
            reverse(DETAILS[actor.surface], args=[row.pk]),
        )
        for row in rows[:most]
    )


def find_payslips(actor: Actor, query: str, now: Moment) -> tuple[Finding, ...]:
    """The actor's own payslips whose title, kind, month or employer holds the query; no amount. Two queries."""
    return tuple(
        Finding(
            line.title,
            f"{line.enterprise_name} · {line.pay_period} · {line.state_label}",
            reverse("mobile:payslip_detail", args=[line.id]),
        )
        for line in payslips_for_member(actor, now)
        if query in f"工资条 {line.title} {line.kind_label} {line.pay_period} {line.enterprise_name}"
    )

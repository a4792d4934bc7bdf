"""Payslips, for the employee alone (PY-13). No amount leaves here: that is payslip_view's, after step-up."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Window

from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound

from ..choices import KIND_LABELS, PAYSLIP_LABELS, PAYSLIP_MONTHS, PAYSLIP_TONES, BatchKind, PayslipState
from ..contracts import HomeSalary, PayslipLine
from ..models import Payslip

ON_HOME = 4


def payslips_for_member(actor: Actor, now: Moment) -> tuple[PayslipLine, ...]:
    """The actor's payslips of the last months (PY-13: 24), newest first."""
    return tuple(line_of(slip) for slip in visible(actor, now))


def payslip_line(actor: Actor, payslip_id: UUID, now: Moment) -> PayslipLine:
    """One closed payslip. Raises NotFound for anybody else's and for one that has expired."""
    slip = visible(actor, now).filter(pk=payslip_id).first()
    if slip is None:
        raise NotFound("没有找到这张工资条。")
    return line_of(slip)


def home_salary(actor: Actor, now: Moment) -> HomeSalary | None:
    """The newest payslips, closed, and how many were never opened; None for somebody without wages. One query beside
    that for the months that are shown."""
    unread = Window(Count("pk", filter=Q(state=PayslipState.NEW)))  # of all, not only of those that are taken
    slips = list(visible(actor, now).filter(row__bounced_at=None).annotate(unread=unread)[:ON_HOME])
    if not slips:
        return None
    newest, *older = map(line_of, slips)
    return HomeSalary(newest, slips[0].unread, tuple(older))


def visible(actor: Actor, now: Moment) -> QuerySet[Payslip]:
    """The actor's own payslips that have not expired, newest first."""
    return (
        Payslip.objects.scoped(actor)
        .filter(published_at__gte=_months_before(now, params.get(PAYSLIP_MONTHS, now.business_date)))
        .select_related("row__batch__enterprise", "row__batch__template")
        .order_by("-row__batch__pay_period", "-published_at")
    )


def line_of(slip: Payslip) -> PayslipLine:
    row, batch, state = slip.row, slip.row.batch, PayslipState(slip.state)
    return PayslipLine(
        id=slip.pk,
        enterprise_name=batch.enterprise.name,
        title=batch.title,
        pay_period=batch.pay_period,
        kind_label=KIND_LABELS[BatchKind(batch.kind)],
        account_tail=row.account_tail,
        paid_at=slip.published_at,
        state=state,
        state_label=PAYSLIP_LABELS[state],
        tone=PAYSLIP_TONES[state],
        bounced_at=row.bounced_at,
    )


def _months_before(now: Moment, months: int) -> datetime:
    """The first instant of the month that lies so many months before the business date's."""
    count = now.business_date.year * 12 + now.business_date.month - 1 - months
    return now.business_at.replace(
        year=count // 12, month=count % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0
    )

"""What employees found wrong with their payslips, for the pay specialists of their enterprise (PY-13). No amounts."""

from django.db.models import QuerySet

from apps.core.actors import Actor, Relation

from ..choices import PAYSLIP_LABELS, PAYSLIP_TONES, PayslipState
from ..contracts import Dispute, DisputePage
from ..models import Payslip

PAGE = 20


def disputed(actor: Actor) -> QuerySet[Payslip]:
    """The payslips of the actor's enterprise that are, or were lately, in dispute. None for whoever has none."""
    if actor.relation != Relation.ENTERPRISE:
        return Payslip.objects.system("nobody's").none()
    rows = Payslip.objects.system("disputes go to the enterprise that pays, whose id is compared here")
    return rows.filter(
        row__batch__enterprise_id=actor.enterprise, state__in=(PayslipState.DISPUTED, PayslipState.REPLIED)
    ).select_related("row__batch")


def disputes_for_enterprise(actor: Actor, page: int = 1) -> DisputePage:
    """A page of disputes: those without a reply first, the oldest of them first; then those that have one."""
    rows = disputed(actor).order_by("state", "answered_at", "pk")  # DISPUTED stands before REPLIED
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return DisputePage(tuple(_dispute(slip) for slip in shown), page, pages, total)


def disputes_waiting(actor: Actor) -> int:
    """How many disputes of the actor's enterprise have no reply yet."""
    return disputed(actor).filter(state=PayslipState.DISPUTED).count()


def _dispute(slip: Payslip) -> Dispute:
    row, batch, state = slip.row, slip.row.batch, PayslipState(slip.state)
    if slip.answered_at is None:
        raise ValueError(f"payslip {slip.pk} was never disputed")
    return Dispute(
        id=slip.pk,
        batch_id=batch.pk,
        number=row.number,
        name=row.name,
        emp_no=row.emp_no,
        title=batch.title,
        pay_period=batch.pay_period,
        text=slip.dispute_text,
        disputed_at=slip.answered_at,
        reply_text=slip.reply_text,
        reply_display=slip.reply_display,
        replied_at=slip.replied_at,
        state=state,
        state_label=PAYSLIP_LABELS[state],
        tone=PAYSLIP_TONES[state],
        may_reply=state == PayslipState.DISPUTED,
    )

"""Payslips for the pay specialists of the enterprise that published them (PY-13), and the template of their look."""

from uuid import UUID

from django.db.models import Q, QuerySet

from apps.core.actors import Actor, Relation
from apps.core.errors import NotFound

from ..choices import PAYSLIP_LABELS, PAYSLIP_TONES, PayslipState
from ..contracts import DeskPage, DeskSlip, DeskSlipView, TemplateColumn, TemplateView, Withdrawal
from ..models import Batch, Payslip, PayslipTemplate, PayslipWithdrawal, Row
from ..rules.batch import PAYSLIP
from ..rules.payslip_layout import guessed_group, laid_out
from .contracts import contract_in_force

PAGE = 50
LATEST_BATCHES, ROWS_LOOKED_AT = 6, 100  # of each, for the columns that the enterprise's files have


def published(actor: Actor) -> QuerySet[Payslip]:
    """The payslips of the actor's enterprise, those of confidential batches for whom its contract names alone. None for
    whoever acts for none; the page asks for the pay specialist. One query."""
    if actor.relation != Relation.ENTERPRISE:
        return Payslip.objects.system("nobody's").none()
    rows = Payslip.objects.system("its pay specialist keeps the written record; the enterprise is compared here")
    rows = rows.filter(row__batch__enterprise_id=actor.enterprise).select_related("row__batch__template")
    contract = contract_in_force(actor.enterprise)
    is_named = contract is not None and str(actor.person_id) in contract.confidential_person_ids
    return rows if is_named else rows.filter(row__batch__is_confidential=False)


def slips_for_enterprise(actor: Actor, page: int = 1, find: str = "") -> DeskPage:
    """A page of them, the newest batch first, by line. `find`: a part of a name, an employee number or a month."""
    rows = published(actor).order_by("-published_at", "row__batch_id", "row__number")
    if find:
        wanted = Q(row__name__contains=find) | Q(row__emp_no=find) | Q(row__batch__pay_period=find)
        rows = rows.filter(wanted)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    return DeskPage(tuple(map(_line, rows[(page - 1) * PAGE : page * PAGE])), page, pages, total)


def slip_for_enterprise(actor: Actor, payslip_id: UUID) -> DeskSlipView:
    """One with its figures. Raises NotFound."""
    slip = published(actor).filter(pk=payslip_id).first()
    if slip is None:
        raise NotFound("没有找到这张工资条。")
    template = slip.row.batch.template
    items = items_of(slip)
    deeds = {"withdraw"} if slip.row.bounced_at else {"withdraw", "correct"}
    gone = PayslipWithdrawal.objects.scoped(actor).filter(payslip=slip).order_by("-withdrawn_at")
    return DeskSlipView(
        slip=_line(slip),
        amount_fen=slip.row.payable_fen,
        items=items,
        groups=laid_out(items, columns_of(template)),
        note=template.note if template else "",
        withdrawals=tuple(
            Withdrawal(w.reason, w.display, w.withdrawn_at, tuple((label, fen) for label, fen in w.items)) for w in gone
        ),
        may=frozenset(move.name for move in PAYSLIP.leaving(slip.state)) & deeds,
    )


def template_for_enterprise(actor: Actor) -> TemplateView:
    """The newest template, and after its columns those that the latest files have besides."""
    saved = newest_template(actor.enterprise) if actor.relation == Relation.ENTERPRISE else None
    known = [(label, group) for label, group in saved.columns] if saved else []
    names = {label for label, _ in known}
    columns = [TemplateColumn(label, group, False) for label, group in known]
    columns += [TemplateColumn(word, guessed_group(word), True) for word in _labels(actor) if word not in names]
    return TemplateView(
        tuple(columns), saved.note if saved else "", saved.display if saved else "", saved.saved_at if saved else None
    )


def newest_template(enterprise_id: UUID) -> PayslipTemplate | None:
    """How the enterprise wants its next payslips to look; None while it has not said."""
    rows = PayslipTemplate.objects.system("of the enterprise whose payslips are published")
    return rows.filter(enterprise_id=enterprise_id).order_by("-saved_at", "-pk").first()


def columns_of(template: PayslipTemplate | None) -> list[tuple[str, str]] | None:
    return [(label, group) for label, group in template.columns] if template else None


def items_of(slip: Payslip) -> tuple[tuple[str, int], ...]:
    return tuple((label, fen) for label, fen in slip.items)


def _labels(actor: Actor) -> list[str]:
    """The columns of the first lines of the latest batches, in the order in which they come."""
    batches = Batch.objects.scoped(actor).order_by("-created_at").values("pk")[:LATEST_BATCHES]
    rows = Row.objects.scoped(actor).filter(batch_id__in=batches, number__lte=ROWS_LOOKED_AT).exclude(items=[])
    listed = rows.order_by("-batch__created_at", "number").values_list("items", flat=True)
    return list(dict.fromkeys(label for items in listed for label, _ in items))


def _line(slip: Payslip) -> DeskSlip:
    row, batch, state = slip.row, slip.row.batch, PayslipState(slip.state)
    return DeskSlip(
        id=slip.pk,
        number=row.number,
        name=row.name,
        emp_no=row.emp_no,
        title=batch.title,
        pay_period=batch.pay_period,
        published_at=slip.published_at,
        state=state,
        state_label=PAYSLIP_LABELS[state],
        tone=PAYSLIP_TONES[state],
    )

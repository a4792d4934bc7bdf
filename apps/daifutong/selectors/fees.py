"""What an enterprise owes for its paid lines, month by month (PY-16)."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from apps.core.actors import Actor
from apps.core.errors import NotFound

from ..choices import FEE_LABELS, FEE_TONES, Channel, FeeState
from ..contracts import FeeBatch, FeeLine, FeeMonth
from ..models import Batch, FeeStatement
from ..rules.pay_day import month_days, span

MONTHS = 24  # in the list
PAID = Q(rows__paid_at__isnull=False)  # one that came back afterwards (退票) was carried out too


def charged(batches: QuerySet[Batch], month: str) -> QuerySet[Batch]:
    """Those of the batches that ended in a month ("2026-02") and were signed with a fee or not, each with its paid
    lines: `own` and `other`."""
    begin, end = span(*month_days(month))
    return (
        batches.filter(finished_at__gte=begin, finished_at__lt=end)
        .annotate(
            own=Count("rows", filter=PAID & Q(rows__channel=Channel.OWN)),
            other=Count("rows", filter=PAID & Q(rows__channel=Channel.OTHER)),
        )
        .order_by("finished_at", "pk")
    )


def fee_of(batches: Iterable[Batch]) -> int:
    """What the paid lines of charged batches cost, in 分, VAT included."""
    return sum(batch.own * batch.fee_own_fen + batch.other * batch.fee_other_fen for batch in batches)  # type: ignore[attr-defined]


def fees_for_enterprise(actor: Actor) -> tuple[FeeLine, ...]:
    """The statements of the enterprise, or of the enterprises of a unit, the newest month first."""
    rows = FeeStatement.objects.scoped(actor).select_related("enterprise").order_by("-month", "-fen", "pk")
    return tuple(_line(row) for row in rows[:MONTHS])


def fee_detail(actor: Actor, fee_id: UUID) -> FeeMonth:
    """A month's statement with the batches it is made of. Raises NotFound."""
    row = FeeStatement.objects.scoped(actor).select_related("enterprise").filter(pk=fee_id).first()
    if row is None:
        raise NotFound("没有找到这份手续费账单。")
    batches = charged(Batch.objects.scoped(actor).filter(enterprise_id=row.enterprise_id), row.month)
    return FeeMonth(
        line=_line(row),
        batches=tuple(
            FeeBatch(batch.pk, batch.reference, batch.title, batch.own, batch.other, fee_of([batch]))  # type: ignore[attr-defined]
            for batch in batches
            if batch.own or batch.other  # type: ignore[attr-defined]
        ),
    )


def _line(row: FeeStatement) -> FeeLine:
    state = FeeState(row.state)
    return FeeLine(
        id=row.pk,
        enterprise_name=row.enterprise.name,
        month=row.month,
        own_count=row.own_count,
        other_count=row.other_count,
        fen=row.fen,
        net_fen=row.fen - row.vat_fen,
        vat_fen=row.vat_fen,
        state=state,
        state_label=FEE_LABELS[state],
        tone=FEE_TONES[state],
        payer_masked=row.payer_masked,
        paid_at=row.paid_at,
    )

"""How much of each product may still be sold, and what the bank has advanced on quick redemptions (WM-8)."""

from datetime import datetime, time
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Sum

from apps.core import params
from apps.core.clock import SHANGHAI, Moment
from apps.core.money import Fen, half_up

from ..choices.numbers import QUICK_DAY, QUICK_TOTAL
from ..choices.order import OrderKind, OrderState
from ..choices.product import PRODUCT_LABELS, PRODUCT_TONES, SHOWN, ProductState, TermsState
from ..contracts import QuotaDesk, QuotaLine
from ..models import Order, Terms
from ..rules.exact import hundredths

WHY = "what the bank has advanced, on all together"
NOTHING = Decimal(0)


def quotas_for_staff(now: Moment) -> QuotaDesk:
    """Every product that was ever on the shelf. Five queries.

    What is advanced is told from the orders; that the books of 1221.01 say the same is one of `checks`.
    """
    quick = Order.objects.system(WHY).filter(kind=OrderKind.QUICK)
    waiting = quick.filter(state__in=(OrderState.HELD, OrderState.SENT_TA)).values("product_id")
    advanced = dict(waiting.annotate(units=Sum("units")).values_list("product_id", "units"))
    midnight = datetime.combine(now.business_date, time(), SHANGHAI)
    drawn = quick.filter(ordered_at__gte=midnight).values("product_id").annotate(lines=Count("id"), units=Sum("units"))
    today = {row["product_id"]: (row["lines"], row["units"]) for row in drawn}
    terms = Terms.objects.filter(state=TermsState.IN_FORCE, product__state__in=SHOWN).select_related("product")
    lines = tuple(
        _line(one, advanced.get(one.product_id, NOTHING), *today.get(one.product_id, (0, NOTHING)))
        for one in terms.order_by("product__code")
    )
    return QuotaDesk(
        lines=lines,
        advance_most_fen=Fen(params.get(QUICK_TOTAL, now.business_date)),
        quick_day_fen=Fen(params.get(QUICK_DAY, now.business_date)),
        advanced_fen=Fen(sum(line.advanced_fen for line in lines)),
    )


def _line(terms: Terms, advanced: Decimal, drawn: int, units: Decimal) -> QuotaLine:
    product, state = terms.product, ProductState(terms.product.state)
    taken = product.quota_taken_fen
    return QuotaLine(
        product_id=product.pk,
        product=terms.name,
        code=product.code,
        state_label=PRODUCT_LABELS[state],
        tone=PRODUCT_TONES.get(state, "neutral"),
        quota_fen=Fen(terms.quota_fen),
        sold_fen=Fen(product.sold_fen),
        counter_fen=Fen(product.counter_fen),
        left_fen=Fen(max(terms.quota_fen - taken, 0)) if terms.quota_fen else None,
        used=Decimal(half_up(taken * 1000, terms.quota_fen)).scaleb(-1) if terms.quota_fen else None,
        may_quick=terms.may_quick,
        advanced_fen=Fen(hundredths(advanced)),
        quick_today=drawn,
        quick_today_fen=Fen(hundredths(units)),
    )


def product_names() -> tuple[tuple[UUID, str], ...]:
    """Every product that was ever on the shelf, for a choice of one. One query."""
    rows = Terms.objects.filter(state=TermsState.IN_FORCE, product__state__in=SHOWN).order_by("product__code")
    return tuple(rows.values_list("product_id", "name"))

"""What a person was paid out of holdings, and how dividends are paid; each scoped by its actor."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.errors import NotFound
from apps.core.money import Fen

from ..choices import DIVIDEND_MODE_LABELS, DividendMode
from ..choices.distribution import (
    DISTRIBUTION_KIND_LABELS,
    PAYOUT_LABELS,
    PAYOUT_TONES,
    DistributionKind,
    PayoutState,
)
from ..choices.product import ProductKind, TermsState
from ..contracts.trading import DividendPage, PayoutLine
from ..models import Holding, Payout, Terms
from .telling import product_name

LISTED = 100


def payouts_for_member(actor: Actor) -> tuple[PayoutLine, ...]:
    """Dividends and maturities of the person's own holdings, newest first. Two queries."""
    rows = Payout.objects.scoped(actor).select_related("distribution").order_by("-made_at", "-pk")[:LISTED]
    payouts = list(rows)
    terms = Terms.objects.filter(
        product__in={one.distribution.product_id for one in payouts}, state=TermsState.IN_FORCE
    )
    names = dict(terms.values_list("product_id", "name"))
    return tuple(_line(one, names[one.distribution.product_id]) for one in payouts)


def _line(one: Payout, product: str) -> PayoutLine:
    made, kind, state = one.distribution, DistributionKind(one.distribution.kind), PayoutState(one.state)
    return PayoutLine(
        id=one.pk,
        product_id=made.product_id,
        product=product,
        kind=kind,
        kind_label=DISTRIBUTION_KIND_LABELS[kind],
        mode_label=DIVIDEND_MODE_LABELS[DividendMode(one.mode)] if kind == DistributionKind.DIVIDEND else "",
        ex_on=made.ex_on,
        units=one.units,
        per_unit=None if made.per_unit is None else made.per_unit.normalize(),
        nav=made.nav,  # type: ignore[arg-type]  # what was paid out has its price
        due_fen=Fen(one.due_fen),
        cash_fen=Fen(one.cash_fen),
        added=one.added,
        account=one.account_masked,
        state=state,
        state_label="已转为份额" if state == PayoutState.PAID and one.added else PAYOUT_LABELS[state],
        tone=PAYOUT_TONES[state],
    )


def dividend_for_member(actor: Actor, holding_id: UUID) -> DividendPage:
    """Raises NotFound. Two queries."""
    holding = Holding.objects.scoped(actor).filter(pk=holding_id).select_related("product").first()
    if holding is None:
        raise NotFound("没有找到这笔持有。")
    mode = DividendMode(holding.dividend_mode)
    return DividendPage(
        holding_id=holding.pk,
        product=product_name(holding.product_id),
        mode=mode,
        label=DIVIDEND_MODE_LABELS[mode],
        is_open=holding.product.kind != ProductKind.CASH,
    )

"""A person's own orders and holdings, and the sheet on which one buys; each scoped by its actor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import Conflict, NotFound
from apps.core.money import Fen, format_yuan
from apps.core.parts import Pair

from ..choices import DIVIDEND_MODE_LABELS, PRODUCT_RISK_LABELS, DividendMode, ProductRisk
from ..choices.distribution import DistributionKind, PayoutState
from ..choices.instruction import INSTRUCTION_KIND_LABELS, InstructionKind
from ..choices.numbers import CARE_SECONDS, QUICK_DAY, READ_SECONDS
from ..choices.order import (
    OPEN_ORDERS,
    ORDER_KIND_LABELS,
    ORDER_LABELS,
    ORDER_TONES,
    OUTCOME_LABELS,
    RESERVED,
    OrderKind,
    OrderState,
)
from ..choices.product import ProductKind, ProductState, TermsState
from ..contracts import IncomeLine, PositionLine, PositionPage, Positions, PurchaseSheet, TradeLine, TradeSource
from ..models import Holding, Income, Order, Price, Terms
from ..rules import pricing, quick_redemption, trade_days
from ..rules.exact import hundredths, units_of
from ..rules.lives import ORDER
from .quick import quick_of_today
from .shelf import TAKES_ORDERS, dates_now, papers_on_shelf
from .suitability import assessment_for, care_needed

INCOME_DAYS = 7  # on a holding's page; the calendar has them all
MOST = 200  # orders in a list
OF_HOLDING = 5  # orders on a holding's page


@dataclass(frozen=True, slots=True)
class TradesWanted:
    """Which orders somebody looks for; "" and None: all."""

    kind: str = ""
    show: str = ""  # open, done or ended
    product: UUID | None = None


SHOWN = {
    "open": OPEN_ORDERS,
    "done": (OrderState.DONE,),
    "ended": (OrderState.CANCELLED, OrderState.FAILED, OrderState.RELEASED, OrderState.REJECTED),
}
ALL = TradesWanted()


def purchase_sheet(actor: Actor, product_id: UUID, now: Moment, *, is_dated: bool = True) -> PurchaseSheet:
    """Raises NotFound for a product that is not on the shelf. Four queries, or six for an old buyer."""
    terms, line, documents = papers_on_shelf(product_id)
    code = refusal = ""
    if terms.product.state not in TAKES_ORDERS or line.is_sold_out:
        code, refusal = "NOT_ON_SALE", "这只产品目前不能购买,请在产品页面查看状态。"
    else:
        try:
            assessment_for(actor.person, terms.rating, now)
        except Conflict as error:
            code, refusal = error.code, error.message
    needs_care = care_needed(actor.person, terms.rating, now.business_date)
    is_reserved = terms.product.state == ProductState.LISTED
    return PurchaseSheet(
        line=line,
        limits=limits_of(terms),
        documents=documents,
        dates=None if is_reserved or not is_dated else dates_now(terms.cash_days, now),
        reserved_for=terms.sale_from if is_reserved else None,
        fee=terms.purchase_fee,
        refusal=refusal,
        refusal_code=code,
        needs_care=needs_care,
        read_seconds=params.get(CARE_SECONDS if needs_care else READ_SECONDS, now.business_date),
    )


def limits_of(terms: Terms) -> tuple[Pair, ...]:
    """How much may be bought, label by label."""
    said = [
        Pair("首次购买", f"{format_yuan(Fen(terms.first_min_fen))} 元起"),
        Pair("追加购买", f"{format_yuan(Fen(terms.next_min_fen))} 元起,以 {format_yuan(Fen(terms.step_fen))} 元递增"),
        Pair("申购费率", f"{terms.purchase_fee.normalize():f}%"),
    ]
    if terms.person_max_fen:
        said.append(Pair("个人持有上限", f"{format_yuan(Fen(terms.person_max_fen))} 元"))
    return tuple(said)


def trades_for_member(actor: Actor, now: Moment, wanted: TradesWanted = ALL) -> tuple[TradeLine, ...]:
    """The person's own orders, newest first. One query."""
    rows = Order.objects.scoped(actor).order_by("-ordered_at")
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.show:
        rows = rows.filter(state__in=SHOWN[wanted.show])
    if wanted.product:
        rows = rows.filter(product=wanted.product)
    return trade_lines(rows[:MOST], now)


def trade_for_member(actor: Actor, order_id: UUID, now: Moment) -> TradeLine:
    """Raises NotFound."""
    found = trade_lines(Order.objects.scoped(actor).filter(pk=order_id), now)
    if not found:
        raise NotFound("没有找到这笔交易。")
    return found[0]


def trade_lines(rows: "QuerySet[Order]", now: Moment) -> tuple[TradeLine, ...]:
    """Orders as their person sees them. One query."""
    rows = rows.select_related("terms", "target_terms", "run__instruction")
    return tuple(_trade(order, now) for order in rows)


def _trade(order: Order, now: Moment) -> TradeLine:
    state, kind = OrderState(order.state), OrderKind(order.kind)
    cut_off = trade_days.cut_off_at(order.trade_date)
    can_cancel = kind != OrderKind.QUICK and (order.is_reservation or now.business_at < cut_off)
    may = tuple(move.name for move in ORDER.leaving(state) if move.name == "cancel" and can_cancel)
    return TradeLine(
        id=order.pk,
        reference=order.reference,
        product_id=order.product_id,
        product=order.terms.name,
        kind=kind,
        kind_label=RESERVED if order.is_reservation else ORDER_KIND_LABELS[kind],
        is_reservation=order.is_reservation,
        state=state,
        state_label=ORDER_LABELS[state],
        tone=ORDER_TONES.get(state, "neutral"),
        outcome=order.outcome,
        outcome_label=OUTCOME_LABELS.get(order.outcome, OUTCOME_LABELS["AGENT_REFUSED"] if order.outcome else ""),
        amount_fen=None if order.amount_fen is None else Fen(order.amount_fen),
        units=order.units,
        account=order.account_masked,
        ordered_at=order.ordered_at,
        trade_date=order.trade_date,
        confirm_date=order.confirm_date,
        cash_date=order.cash_date,
        nav=order.nav,
        filled_fen=None if order.filled_fen is None else Fen(order.filled_fen),
        filled_units=order.filled_units,
        fee_fen=None if order.fee_fen is None else Fen(order.fee_fen),
        target=order.target_terms.name if order.target_terms is not None else "",
        target_nav=order.target_nav,
        target_units=order.target_units,
        target_fee_fen=None if order.target_fee_fen is None else Fen(order.target_fee_fen),
        cut_off_at=cut_off,
        may=may,
        account_id=order.account_id,
        source=_source(order),
    )


def _source(order: Order) -> TradeSource | None:
    """The instruction under which it was placed; None for one placed by hand."""
    run = getattr(order, "run", None)
    if run is None:
        return None
    label = INSTRUCTION_KIND_LABELS[InstructionKind(run.instruction.kind)]
    return TradeSource(run.instruction_id, label, run.journal_id, run.leg)


def positions_for_member(actor: Actor) -> Positions:
    """What the person holds, the most worth first. Three queries."""
    lines = sorted(positions_of(Holding.objects.scoped(actor).filter(units__gt=0)), key=lambda one: -one.value_fen)
    return Positions(tuple(lines), Fen(sum(one.value_fen for one in lines)))


def positions_of(rows: "QuerySet[Holding]", terms: Mapping[UUID, Terms] | None = None) -> list[PositionLine]:
    """Holdings by the last prices. Three queries, or two where the terms of their products are at hand."""
    held = list(with_dividends(rows))
    return _positions(held, _terms(held) if terms is None else terms)


def position_for_member(actor: Actor, holding_id: UUID, now: Moment, *, is_whole: bool = True) -> PositionPage:
    """One holding; `is_whole`: with the days of income of the last week and the last orders. Five queries, or seven.
    Raises NotFound."""
    rows = Holding.objects.scoped(actor).filter(pk=holding_id)
    found = list(with_dividends(rows).select_related("product"))
    if not found:
        raise NotFound("没有找到这笔持有。")
    (holding,) = found
    terms = _terms([holding])
    (line,) = _positions([holding], terms)
    room = None
    if "quick" in line.may:
        limit = params.get(QUICK_DAY, now.business_date)
        left = quick_redemption.room(limit, quick_of_today(holding, now), now.business_at)
        room = min(units_of(left), line.free)
    orders = Order.objects.scoped(actor).filter(product=holding.product_id).order_by("-ordered_at")[:OF_HOLDING]
    return PositionPage(
        line=line,
        incomes=_incomes(actor, holding, now) if is_whole else (),
        quick_room=room,
        min_holding_days=terms[holding.product_id].min_holding_days,
        dividend_label=""
        if line.kind == ProductKind.CASH
        else DIVIDEND_MODE_LABELS[DividendMode(holding.dividend_mode)],
        orders=trade_lines(orders, now) if is_whole else (),
        ends_on=terms[holding.product_id].maturity_date,
        dates=None if is_whole else dates_now(terms[holding.product_id].cash_days, now),
    )


def _incomes(actor: Actor, holding: Holding, now: Moment) -> tuple[IncomeLine, ...]:
    """Newest first. The days are named one by one: the table's key begins with the day."""
    days = [now.business_date - timedelta(days=number) for number in range(INCOME_DAYS)]
    rows = Income.objects.scoped(actor).filter(holding=holding, on__in=days).order_by("-on")
    return tuple(IncomeLine(on, Fen(fen)) for on, fen in rows.values_list("on", "income_fen"))


def _terms(holdings: Iterable[Holding]) -> dict[UUID, Terms]:
    """What each holding's product is sold under now. One query."""
    rows = Terms.objects.filter(product__in=[row.product_id for row in holdings], state=TermsState.IN_FORCE)
    return {one.product_id: one for one in rows.select_related("product")}


def _positions(holdings: Iterable[Holding], terms: Mapping[UUID, Terms]) -> list[PositionLine]:
    """By the last price of each product. One query."""
    newest = Price.objects.filter(product__in=list(terms)).order_by("product", "-on").distinct("product")
    prices = {one.product_id: one for one in newest}
    return [_position(row, terms[row.product_id], prices.get(row.product_id)) for row in holdings]


def with_dividends(rows: "QuerySet[Holding]") -> "QuerySet[Holding]":
    """Each with `came_fen`: the dividends that have come as money."""
    came = Sum(
        "payouts__cash_fen",
        filter=Q(payouts__state=PayoutState.PAID, payouts__distribution__kind=DistributionKind.DIVIDEND),
        default=0,
    )
    return rows.annotate(came_fen=came)


def _position(holding: Holding, terms: Terms, price: Price | None) -> PositionLine:
    """Of a holding that comes `with_dividends`."""
    is_cash = terms.product.kind == ProductKind.CASH
    nav = price.nav if price is not None and not is_cash else None
    worth = pricing.worth(holding.units, nav) if nav is not None else Fen(hundredths(holding.units))
    free = holding.units - holding.aside
    came = Fen(holding.came_fen)  # type: ignore[attr-defined]
    return PositionLine(
        id=holding.pk,
        product_id=holding.product_id,
        product=terms.name,
        kind=terms.product.kind,
        rating_label=PRODUCT_RISK_LABELS[ProductRisk(terms.rating)],
        units=holding.units,
        free=free,
        aside=holding.aside,
        value_fen=worth,
        cost_fen=Fen(holding.cost_fen),
        gain_fen=worth - holding.cost_fen + came,
        dividend_fen=came,
        income_fen=holding.income_fen,
        priced_on=price.on if price is not None else None,
        nav=nav,
        may=_may(terms, free > 0),
    )


def _may(terms: Terms, has_free: bool) -> tuple[str, ...]:
    if not has_free or terms.product.state != ProductState.ON_SALE or terms.product.kind == ProductKind.FIXED_TERM:
        return ()
    is_quick = terms.may_quick and terms.product.large_since is None
    return ("redeem", "convert", "quick") if is_quick else ("redeem", "convert")

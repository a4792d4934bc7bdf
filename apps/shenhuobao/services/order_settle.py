"""What two people of the bank decide of a confirmation that is not ours: booked as we reckon, booked as the transfer
agent says, or given back (WM-14). The desk of cases asks both of them; here is what is done then."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from apps.core.actors import Actor
from apps.core.calendar import trading_days
from apps.core.clock import Moment
from apps.core.db import lock_name, lock_rows, require_transaction
from apps.core.errors import Conflict
from apps.core.money import Fen, format_yuan
from apps.core.parts import Pair
from apps.ledger import api as ledger

from ..choices.order import (
    DISPATCH_SUBJECT,
    GL_AGENT,
    GL_BUYING,
    ORDER_KIND_LABELS,
    OUTCOME_LABELS,
    OrderKind,
    OrderState,
    Settling,
    TaFileKind,
    TaFileState,
)
from ..models import Order, Price, Product, TaFile
from ..rules import pricing, trade_days
from ..rules.agent_files import ConfirmationLine, IntoLine, read_confirmations
from .large_redemptions import large_settle
from .order_confirm import order_carry_out, order_reject
from .order_fills import nav_of, redeemed_parts
from .order_moves import order_record

WHY = "an order that two people settle"
DESK = Actor.system("异常事项复核")
NONE = Decimal(0)


def order_settle(order_id: UUID, case_id: UUID, now: Moment, *, way: Settling) -> None:
    """Ends the waiting of an order, in the transaction in which the second person agrees; its case says why.

    Raises Conflict: SETTLED (it waits no longer), NO_PRICE, LINE_UNSOUND (the agent's line gives more than was asked),
    PAID_ALREADY (a quick redemption cannot be given back), FROZEN (the account still pays nothing). Locks the agent's
    name, the products, the order, the holdings, then the accounts of the books.
    """
    require_transaction()
    order = _locked(order_id)
    said, source = _said(order), order.state
    order.outcome, order.settled_as = "", way
    order.save(update_fields=["outcome", "settled_as"])
    if way == Settling.NONE:
        if order.kind == OrderKind.QUICK:
            raise Conflict("PAID_ALREADY", "快速赎回的款项已经支付,不能退回份额,请选择按本行计算入账。")
        order_reject(order, "", now)
    else:
        line = ours(order, said, _navs(order)) if way == Settling.OURS else _sound(order, said)
        _carry_out(order, line, now)
    every = Order.objects.system(WHY).filter(dispatch=order.dispatch_id, product=order.product_id)
    large_settle(every.select_related("product"), order.trade_date, now)
    order_record(order, "shenhuobao.order.settled", source=source, actor=DESK, now=now, case=str(case_id), way=way)


def order_evidence(order_id: UUID) -> tuple[Pair, ...]:
    """What was asked, what the agent says and what we reckon, for both people; nobody's name."""
    order = _whole(Order.objects.system(WHY)).get(pk=order_id)
    asked = f"{format_yuan(Fen(order.amount_fen))} 元" if order.amount_fen is not None else f"{order.units:,.2f} 份"
    pairs = (
        Pair("交易", f"{ORDER_KIND_LABELS[OrderKind(order.kind)]} {order.reference}"),
        Pair("产品", f"{order.product.code} {order.terms.name}"),
        Pair("申请", asked, note=f"交易日 {order.trade_date}"),
    )
    if order.state != OrderState.SENT_TA or not order.outcome:
        return pairs
    said, navs = _said(order), _navs(order)
    try:
        mine = _told(ours(order, said, navs))
    except Conflict as error:
        mine = error.message
    why = OUTCOME_LABELS.get(order.outcome, order.outcome)
    return (*pairs, Pair("原因", why, tone="warn"), Pair("登记机构确认", _told(said)), Pair("本行计算", mine))


def ours(order: Order, said: ConfirmationLine, navs: Mapping[UUID, Decimal]) -> ConfirmationLine:
    """As much as the agent has filled, by our own arithmetic; what it does not fill in part, whole. Raises Conflict
    NO_PRICE."""
    nav = nav_of(order.product, navs)
    if nav is None:
        raise Conflict("NO_PRICE", "本行没有当日净值,不能计算。")
    if order.kind == OrderKind.PURCHASE:
        asked = order.amount_fen or 0
        fen = said.fen if said.result == OrderState.PART and 0 < said.fen < asked else asked
        bought = pricing.purchase(fen, order.terms.purchase_fee, nav)
        result = OrderState.CONFIRMED if fen == asked else OrderState.PART
        return ConfirmationLine(order.reference, result, nav, fen, bought.fee, bought.units, "")
    wanted = order.units or NONE
    units = said.units if said.result == OrderState.PART and 0 < said.units < wanted else wanted
    parts = pricing.redemption_in_parts(redeemed_parts(order, units), nav)
    gross, fee = sum(part.gross for part in parts), sum(part.fee for part in parts)
    result = OrderState.CONFIRMED if units == wanted else OrderState.PART
    into = _into(order, gross - fee, navs)
    return ConfirmationLine(order.reference, result, nav, gross, fee, units, "", into)


def _into(order: Order, net: int, navs: Mapping[UUID, Decimal]) -> IntoLine | None:
    if order.target is None or order.target_terms is None:
        return None
    nav = nav_of(order.target, navs)
    if nav is None:
        raise Conflict("NO_PRICE", "本行没有转入产品的当日净值,不能计算。")
    bought = pricing.purchase(net, order.target_terms.purchase_fee, nav)
    return IntoLine(nav, bought.fee, bought.units)


def _sound(order: Order, said: ConfirmationLine) -> ConfirmationLine:
    """The agent's own line, where it gives no more than was asked. Raises Conflict LINE_UNSOUND."""
    is_buying = order.kind == OrderKind.PURCHASE
    is_more = said.fen > (order.amount_fen or 0) if is_buying else said.units > (order.units or NONE)
    is_half = order.kind == OrderKind.CONVERSION and said.into is None
    if said.result == OrderState.REJECTED or said.nav is None or is_more or is_half:
        raise Conflict("LINE_UNSOUND", "登记机构的这一笔没有成交或超出申请,不能照此入账。")
    return said


def _carry_out(order: Order, line: ConfirmationLine, now: Moment) -> None:
    """As on the morning of its day; what is left of a large redemption is asked for on the trading day that is now."""
    if order.dispatch is None:
        raise RuntimeError(f"order {order.reference} waits without a dispatch")
    transit = ledger.open_account(
        owner_kind=DISPATCH_SUBJECT, owner_id=order.dispatch.pk, gl_code=GL_BUYING, on=now.business_date
    )
    market = trading_days(now.business_date, now.business_date + trade_days.SPAN)
    today = trade_days.trade_date(now.business_at, market)
    if order.hold_id is not None and ledger.holds_short({order.hold_id: line.fen}):
        raise Conflict("FROZEN", "申购款项的冻结已经解除或不足,不能扣划,请选择不入账。")
    if order_carry_out(order, line, transit, carried_on=max(today, order.confirm_date), now=now):
        raise Conflict("FROZEN", "账户仍被依法冻结或不能付款,不能扣划。")
    if order.kind == OrderKind.PURCHASE:
        ledger.post(
            key=f"shenhuobao.remit:{order.dispatch.pk}:{order.reference}",
            kind="shenhuobao.remit",
            summary=f"理财申购款划付 {order.dispatch.reference}",
            legs=[(transit, Fen(-line.fen)), (ledger.house_account(GL_AGENT), Fen(line.fen))],
            now=now,
        )


def _locked(order_id: UUID) -> Order:
    known = Order.objects.system(WHY).select_related("product").get(pk=order_id)
    lock_name(f"shenhuobao.agent:{known.product.agent}")
    lock_rows(Product.objects.filter(Q(pk=known.product_id) | Q(pk=known.target_id)))
    (order,) = lock_rows(_whole(Order.objects.system(WHY).filter(pk=order_id)))
    if order.state != OrderState.SENT_TA or not order.outcome:
        raise Conflict("SETTLED", "这笔交易已有变化,请刷新后查看最新情况。")
    return order


def _whole(rows):  # type: ignore[no-untyped-def]
    return rows.select_related("product", "terms", "target", "target_terms", "dispatch")


def _said(order: Order) -> ConfirmationLine:
    """The agent's line of an order that waits: its file was taken in."""
    file = TaFile.objects.get(
        agent=order.product.agent, kind=TaFileKind.CONFIRMATIONS, on=order.trade_date, state=TaFileState.APPLIED
    )
    return next(line for line in read_confirmations(file.content) if line.order == order.reference)


def _navs(order: Order) -> Mapping[UUID, Decimal]:
    rows = Price.objects.filter(product__in=[order.product_id, order.target_id or order.product_id])
    return dict(rows.filter(on=order.trade_date).values_list("product_id", "nav"))


def _told(line: ConfirmationLine) -> str:
    if line.result == OrderState.REJECTED:
        return "拒绝"
    into = f";转入 {line.into.units:,.2f} 份,费 {format_yuan(Fen(line.into.fee_fen))} 元" if line.into else ""
    fen, fee = format_yuan(Fen(line.fen)), format_yuan(Fen(line.fee_fen))
    return f"净值 {line.nav},{fen} 元,费 {fee} 元,{line.units:,.2f} 份{into}"

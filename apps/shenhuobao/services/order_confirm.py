"""One line of the agent's confirmations becomes money and units, or a case (WM-10, WM-11, WM-14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction

from apps.cases import api as cases
from apps.core.calendar import trading_days
from apps.core.clock import Moment
from apps.core.db import lock_rows
from apps.core.ids import new_id
from apps.core.money import Fen
from apps.core.outbox import publish
from apps.ledger import api as ledger

from ..choices.order import (
    GIVES_BACK,
    GL_ADVANCE,
    GL_AGENT,
    LINE_CASE,
    ORDER_SUBJECT,
    OrderKind,
    OrderState,
)
from ..choices.product import PRODUCT_SUBJECT
from ..events import OrderMoved
from ..models import Dispatch, Holding, Order
from ..rules import pricing, trade_days
from ..rules.agent_files import ConfirmationLine
from ..rules.lives import ORDER
from .conversion_carry_out import conversion_carry_out, into_agrees
from .holding_moves import units_in, units_out
from .order_fills import holding_for, nav_of, order_fill, order_finish, redeemed_parts
from .order_moves import aside_give_back, order_move, order_record, quota_give_back
from .purchase_place import order_reference
from .ta_file_keep import AGENT_ACTOR


@dataclass(frozen=True, slots=True)
class Confirming:
    """What the lines of one dispatch have in common: where purchases' money waits, the day's prices by product."""

    dispatch: Dispatch
    transit: UUID
    navs: Mapping[UUID, Decimal]
    unfair: frozenset[UUID]  # products whose partial fills are not what WM-11 asks for


def order_confirm(order: Order, line: ConfirmationLine, confirming: Confirming, *, now: Moment) -> int:
    """Carries one answer out and gives the 分 that a purchase brought into transit. Needs the locks of order and
    product; locks the holding, then accounts of the books."""
    if line.result == OrderState.REJECTED:
        if order.kind == OrderKind.QUICK:
            _case(order, "QUICK_REJECTED", now)
        else:
            order_reject(order, line.code, now)
        return 0
    nav = nav_of(order.product, confirming.navs)
    fault = "MISMATCH" if line.nav != nav or not _agrees(order, line) else ""
    if line.result == OrderState.PART and order.kind in GIVES_BACK and order.product_id in confirming.unfair:
        fault = "UNFAIR"
    if not fault and order.kind == OrderKind.CONVERSION and not into_agrees(order, line, confirming.navs):
        fault = "MISMATCH"
    fault = fault or order_carry_out(order, line, confirming.transit, carried_on=order.confirm_date, now=now)
    if fault:
        _case(order, fault, now)
        return 0
    return line.fen if order.kind == OrderKind.PURCHASE else 0


def order_carry_out(order: Order, line: ConfirmationLine, transit: UUID, *, carried_on: date, now: Moment) -> str:
    """Money and units change hands as the line says, whose figures the caller has looked at; the money of a purchase is
    in transit afterwards. What a redemption leaves is asked for anew on `carried_on`. "" or why it cannot be: FROZEN.
    Needs and locks what order_confirm does."""
    if order.kind == OrderKind.PURCHASE:
        fault = _collect(order, line, transit, now)
        if not fault:
            _bought(order, line, now)
        return fault
    if order.kind == OrderKind.CONVERSION:
        conversion_carry_out(order, line, now)
    else:
        _redeemed(order, line, carried_on, now)
    return ""


def _agrees(order: Order, line: ConfirmationLine) -> bool:
    """Whether the agent's figures are ours, to the 分 and the hundredth of a unit."""
    is_part = line.result == OrderState.PART
    if line.nav is None:
        return False
    if order.kind == OrderKind.PURCHASE:
        asked = order.amount_fen or 0
        bought = pricing.purchase(line.fen, order.terms.purchase_fee, line.nav)
        return (line.fen < asked if is_part else line.fen == asked) and (bought.fee, bought.units) == (
            line.fee_fen,
            line.units,
        )
    units = order.units or Decimal(0)
    if not (0 < line.units < units if is_part else line.units == units):
        return False
    parts = pricing.redemption_in_parts(redeemed_parts(order, line.units), line.nav)
    return (sum(part.gross for part in parts), sum(part.fee for part in parts)) == (line.fen, line.fee_fen)


def _collect(order: Order, line: ConfirmationLine, transit: UUID, now: Moment) -> str:
    """Takes the money out of its hold; the rest of the hold is given back. "FROZEN" where a freeze has been faster."""
    try:
        with transaction.atomic():
            ledger.post(
                key=f"shenhuobao.buy:{order.pk}",
                kind="shenhuobao.buy",
                summary=f"理财申购 {order.terms.name}",
                legs=[(order.account_ledger_id, -line.fen), (transit, line.fen)],
                holds={order.account_ledger_id: order.hold_id} if order.hold_id else None,
                now=now,
            )
    except ledger.LedgerRefused:
        return "FROZEN"
    return ""


def _bought(order: Order, line: ConfirmationLine, now: Moment) -> None:
    holding = holding_for(order, order.product, now)
    units_in(holding, line.units, line.fen, order=order, acquired_on=order.confirm_date)
    order_fill(order, line, line.fen, now, holding=holding)
    quota_give_back(order, (order.amount_fen or 0) - line.fen)
    order_finish(order, now)


def _redeemed(order: Order, line: ConfirmationLine, carried_on: date, now: Moment) -> None:
    net = line.fen - line.fee_fen
    if order.kind == OrderKind.QUICK:
        _advance_back(order, line.fen, now)
        order_fill(order, line, net, now)
        order_finish(order, now)
        return
    (holding,) = lock_rows(Holding.objects.system("its units are redeemed").filter(orders=order))
    units = order.units or Decimal(0)
    is_carried = line.result == OrderState.PART and not order.cancels_rest
    units_out(holding, line.units, aside=line.units if is_carried else units)
    order_fill(order, line, net, now)
    if is_carried:
        _carry(order, units - line.units, carried_on, now)


def order_reject(order: Order, code: str, now: Moment) -> None:
    """The agent does not want it: everything goes back. Not for a quick redemption, which is paid out already."""
    aside_give_back(order, now=now)
    quota_give_back(order)
    order_move(
        order, "reject", "shenhuobao.order.rejected", actor=AGENT_ACTOR, now=now, outcome=code or "AGENT_REFUSED",
        ended_at=now.business_at,
    )  # fmt: skip
    publish(OrderMoved(order.pk, order.state))


def _advance_back(order: Order, fen: int, now: Moment) -> None:
    """The agent owes what the bank has advanced: Dr 3001.06 Cr 1221.01."""
    advance = ledger.open_account(
        owner_kind=PRODUCT_SUBJECT, owner_id=order.product_id, gl_code=GL_ADVANCE, on=now.business_date
    )
    ledger.post(
        key=f"shenhuobao.advance_back:{order.pk}",
        kind="shenhuobao.advance_back",
        summary="快速赎回垫款收回",
        legs=[(ledger.house_account(GL_AGENT), Fen(-fen)), (advance, Fen(fen))],
        now=now,
    )


def _carry(order: Order, units: Decimal, day: date, now: Moment) -> None:
    """What a large redemption left is asked for on the next day, without priority; its units stay set aside."""
    market = trading_days(day, day + trade_days.SPAN)
    pk = new_id()
    rest = Order(
        id=pk,
        reference=order_reference(pk),
        kind=order.kind,
        state=ORDER.check("", "place").target,
        person_id=order.person_id,
        unit_path=order.unit_path,
        product=order.product,
        terms=order.terms,
        holding_id=order.holding_id,
        account_id=order.account_id,
        account_ledger_id=order.account_ledger_id,
        account_masked=order.account_masked,
        units=units,
        carries=order,
        ordered_at=now.business_at,
        trade_date=day,
        confirm_date=trade_days.confirm_date(day, market),
        cash_date=trade_days.cash_date(day, order.terms.cash_days, market),
    )
    rest.save(force_insert=True)
    order_record(rest, "shenhuobao.redemption.placed", source="", actor=AGENT_ACTOR, now=now)
    order_move(rest, "hold", "shenhuobao.order.held", actor=AGENT_ACTOR, now=now)


def _case(order: Order, outcome: str, now: Moment) -> None:
    """The line waits, and with it its money: two people find out what is true."""
    order.outcome = outcome
    order.save(update_fields=["outcome"])
    cases.open_case(
        kind=LINE_CASE,
        subject_kind=ORDER_SUBJECT,
        subject_id=order.pk,
        title=f"理财确认不能入账 {order.reference}",
        detail=LINE_CASES[outcome],
        unit_path=order.unit_path or settings.HEAD_UNIT_PATH,
        key=f"shenhuobao.line:{order.pk}:{outcome}",
        now=now,
    )


LINE_CASES = {
    "MISMATCH": "登记机构确认的净值、金额、费用或份额与本行计算不一致,该笔未入账。请与登记机构核对。",
    "UNFAIR": "登记机构部分确认了赎回,但各笔比例不一致,或不足当日应当满足的份额,该笔未入账。请与登记机构核对。",
    "FROZEN": "登记机构已经确认,但申购款项因冻结不能扣划,该笔未入账。请联系登记机构撤销或取得有权机关文件。",
    "QUICK_REJECTED": "快速赎回的款项已经支付,登记机构拒绝了赎回,垫款未收回。请与登记机构核对。",
}

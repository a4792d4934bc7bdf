"""A holder gives units back: priced at T, confirmed on T+1, paid on the product's day (WM-7, WM-10, WM-11)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.bankaccounts import api as bankaccounts
from apps.core.actors import Actor
from apps.core.calendar import trading_days
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash, once
from apps.core.ids import new_id
from apps.core.moves import found_locked
from apps.identity import api as identity

from ..choices.order import OrderKind
from ..choices.product import ProductKind, ProductState, TermsState
from ..contracts import OrderAnswer
from ..models import Holding, Lot, Order, Product, Terms
from ..rules import lots as lot_rules
from ..rules import trade_days
from ..rules.exact import RuleFault
from ..rules.lives import ORDER
from .order_moves import order_answer, order_move, order_record
from .purchase_place import order_reference


@use_case
def redemption_place(
    *, holding_id: UUID, units: Decimal, cancels_rest: bool = False, key: str, actor: Actor, now: Moment
) -> OrderAnswer:
    """Sets units aside for a redemption: HELD until 15:00 of T. `cancels_rest`: what a large redemption leaves
    unfilled is given up instead of carried to the next day.

    Key: (person, key). Needs a step-up that names product, units and account. Locks the product, the holding. Raises
    NotFound, InvalidInput E_UNITS, Conflict NOT_REDEEMABLE, what money_require raises, StepUpRequired, KeyReused, Busy.
    """
    said = {"holding": holding_id, "units": str(units), "cancels_rest": cancels_rest}

    def effect() -> dict[str, Any]:
        identity.money_require(actor=actor, now=now)
        holding, product, terms = redeemable(actor, holding_id)
        units_check(holding, terms, units, now)
        order = redemption(holding, product, terms, OrderKind.REDEMPTION, units, actor, now)
        order.cancels_rest = cancels_rest
        identity.require_step_up(
            actor=actor,
            digest=body_hash({"terms": terms.digest} | said),
            shown={"产品": terms.name, "赎回份额": f"{units:,.2f} 份", "到账账户": order.account_masked},
            now=now,
        )
        order.save()
        set_aside(holding, order, units, "shenhuobao.redemption.placed", actor=actor, now=now)
        return {"order_id": str(order.pk)}

    answer, _ = once(actor=actor, route="shenhuobao.redemption_place", key=key, body=said, effect=effect)
    return order_answer(Order.objects.scoped(actor).get(pk=answer["order_id"]))


def set_aside(holding: Holding, order: Order, units: Decimal, action: str, *, actor: Actor, now: Moment) -> None:
    """The units of a written order wait with it, HELD. Needs the holding's lock."""
    order_record(order, action, source="", actor=actor, now=now)
    holding.aside += units
    holding.save(update_fields=["aside"])
    order_move(order, "hold", "shenhuobao.order.held", actor=actor, now=now)


def redeemable(actor: Actor, holding_id: UUID) -> tuple[Holding, Product, Terms]:
    """The person's holding and its product, both under their locks. Raises NotFound, Conflict NOT_REDEEMABLE."""
    known = Holding.objects.scoped(actor).filter(pk=holding_id).first()
    if known is None:
        raise NotFound("没有找到这笔持有。")
    (product,) = lock_rows(Product.objects.filter(pk=known.product_id))
    holding = found_locked(Holding.objects.scoped(actor), holding_id, "没有找到这笔持有。")
    is_fixed = product.kind == ProductKind.FIXED_TERM
    if is_fixed or product.state != ProductState.ON_SALE:
        message = "固定期限产品到期前不能赎回。" if is_fixed else "这只产品目前不能赎回。"
        raise Conflict("NOT_REDEEMABLE", message)
    return holding, product, Terms.objects.get(product=product, state=TermsState.IN_FORCE)


def units_check(holding: Holding, terms: Terms, units: Decimal, now: Moment) -> None:
    """Whether so many units are free and old enough (WM-10). Raises InvalidInput E_UNITS."""
    free = holding.units - holding.aside
    lots = [
        lot_rules.Lot(lot.units_left, lot.acquired_on)
        for lot in Lot.objects.system("a holding's own").filter(holding=holding, units_left__gt=0)
    ]
    try:
        if units > free:
            raise RuleFault("units", f"可用份额 {free:,.2f} 份,请减少后重试。", "UNITS_SHORT")
        if lots and terms.min_holding_days:
            lot_rules.take(lots, units + holding.aside, now.business_date, least_days=terms.min_holding_days)
        elif units <= 0 or units != round(units, 2):
            raise RuleFault("units", "请填写大于零、最多两位小数的份额。")
    except RuleFault as fault:
        raise InvalidInput("E_UNITS", fault.message, fields={"units": fault.message}) from None


def redemption(
    holding: Holding, product: Product, terms: Terms, kind: OrderKind, units: Decimal, actor: Actor, now: Moment
) -> Order:
    """An order, CREATED and not yet written, that gives units back; its money goes to the holding's account."""
    found = bankaccounts.account_for_member(actor, holding.account_id)
    if found is None:
        raise Conflict("ACCOUNT_STATUS", "原购买账户已不在本人名下,请联系客服变更到账账户。")
    account = found[0]
    market = trading_days(now.business_date, now.business_date + trade_days.SPAN)
    traded_on = trade_days.trade_date(now.business_at, market)
    pk = new_id()
    return Order(
        id=pk,
        reference=order_reference(pk),
        kind=kind,
        state=ORDER.check("", "place").target,
        person_id=actor.person,
        unit_path=account.unit_path,
        product=product,
        terms=terms,
        holding=holding,
        account_id=account.id,
        account_ledger_id=account.ledger_account_id,
        account_masked=account.masked_number,
        units=units,
        ordered_at=now.business_at,
        trade_date=traded_on,
        confirm_date=trade_days.confirm_date(traded_on, market),
        cash_date=trade_days.cash_date(traded_on, terms.cash_days, market),
    )

"""快赎: the bank advances a small sum on cash-management units, and has it back from the agent (WM-8, AT-15)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.idempotency import body_hash, once
from apps.core.money import Fen, format_yuan
from apps.identity import api as identity
from apps.ledger import api as ledger

from ..choices.numbers import QUICK_DAY, QUICK_TOTAL
from ..choices.order import GL_ADVANCE, OrderKind
from ..choices.product import PRODUCT_SUBJECT
from ..contracts import OrderAnswer
from ..models import Holding, Order, Product, Terms
from ..rules import quick_redemption
from ..rules.exact import RuleFault, hundredths
from ..selectors.quick import quick_of_today
from .holding_moves import units_out
from .order_moves import order_answer, order_move, order_record
from .redemption_place import redeemable, redemption, units_check


@use_case
def quick_redeem(*, holding_id: UUID, units: Decimal, key: str, actor: Actor, now: Moment) -> OrderAnswer:
    """Pays units at 1.00 to the holder's account now; the units are gone at once and earn nothing for this day.

    At most 10,000 yuan for each person, product and natural day, over all channels, and no more for all together than
    the bank advances on one product. Key: (person, key). Needs a step-up. Locks the product, the holding, then the
    accounts of the books. Raises NotFound, InvalidInput E_UNITS, Conflict NOT_QUICK, QUICK_SUSPENDED, QUICK_LIMIT,
    QUICK_TOTAL, NOT_REDEEMABLE, ACCOUNT_STATUS, what money_require raises, StepUpRequired, KeyReused, Busy.
    """
    said = {"holding": holding_id, "units": str(units)}

    def effect() -> dict[str, Any]:
        identity.money_require(actor=actor, now=now)
        holding, product, terms = redeemable(actor, holding_id)
        if not terms.may_quick:
            raise Conflict("NOT_QUICK", "这只产品没有快速赎回,请使用普通赎回。")
        if product.large_since is not None:
            raise Conflict("QUICK_SUSPENDED", "这只产品发生巨额赎回,快速赎回暂停,请使用普通赎回。")
        units_check(holding, terms, units, now)
        fen = Fen(hundredths(units))
        quick_check(holding, fen, now)
        advance = _advance_of(product, fen, now)
        order = redemption(holding, product, terms, OrderKind.QUICK, units, actor, now)
        identity.require_step_up(
            actor=actor,
            digest=body_hash({"terms": terms.digest} | said),
            shown=_shown(terms, order, fen),
            now=now,
        )
        order.cash_date = now.business_date
        order.save()
        order_record(order, "shenhuobao.quick.redeemed", source="", actor=actor, now=now)
        _pay(order, advance, fen, now)
        units_out(holding, units)
        order_move(order, "hold", "shenhuobao.order.held", actor=actor, now=now)
        return {"order_id": str(order.pk)}

    answer, _ = once(actor=actor, route="shenhuobao.quick_redeem", key=key, body=said, effect=effect)
    return order_answer(Order.objects.scoped(actor).get(pk=answer["order_id"]))


def quick_check(holding: Holding, fen: int, now: Moment) -> None:
    """The person's room on this natural day. Needs the holding's lock. Raises Conflict QUICK_LIMIT, InvalidInput."""
    try:
        limit = params.get(QUICK_DAY, now.business_date)
        quick_redemption.check(fen, limit, quick_of_today(holding, now), now.business_at)
    except RuleFault as fault:
        if fault.code == "QUICK_LIMIT":
            raise Conflict(fault.code, fault.message) from None
        raise InvalidInput("E_UNITS", fault.message, fields={"units": fault.message}) from None


def _advance_of(product: Product, fen: int, now: Moment) -> UUID:
    """The product's account of 应收快赎垫款. Raises Conflict QUICK_TOTAL when the bank advances no more on it."""
    account = ledger.open_account(
        owner_kind=PRODUCT_SUBJECT, owner_id=product.pk, gl_code=GL_ADVANCE, on=now.business_date
    )
    left = params.get(QUICK_TOTAL, now.business_date) + ledger.balance(account)  # what was advanced is below zero
    if fen > left:
        shown = format_yuan(Fen(max(left, 0)))
        raise Conflict("QUICK_TOTAL", f"本产品今日快速赎回总额度剩余 {shown} 元,请使用普通赎回。")
    return account


def _pay(order: Order, advance: UUID, fen: Fen, now: Moment) -> None:
    try:
        ledger.post(
            key=f"shenhuobao.quick:{order.pk}",
            kind="shenhuobao.quick",
            summary="理财快速赎回",
            legs=[(advance, Fen(-fen)), (order.account_ledger_id, fen)],
            line_id=order.pk,
            now=now,
        )
    except ledger.LedgerRefused:
        raise Conflict("ACCOUNT_STATUS", "到账账户目前不能收款,请联系客服。") from None


def _shown(terms: Terms, order: Order, fen: Fen) -> dict[str, str]:
    return {
        "产品": terms.name,
        "快速赎回": f"¥{format_yuan(fen)}",
        "到账账户": order.account_masked,
        "提示": "实时到账,当日不计收益",
    }

"""A holder turns units of one product into units of another of the same agent: both legs in one order, priced on one
day and confirmed in one line (WM-2, WM-10)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.agreements import api as agreements
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.idempotency import body_hash, once
from apps.core.money import Fen, format_yuan
from apps.identity import api as identity

from ..choices.order import AGREEMENT, OrderKind
from ..choices.product import ProductKind, ProductState
from ..contracts import OrderAnswer, Reading
from ..models import Holding, Order, Price, Product, Terms
from ..rules import pricing
from ..rules.exact import hundredths
from ..selectors.suitability import assessment_for
from .order_moves import order_answer
from .purchase_place import on_sale, read_check
from .redemption_place import redeemable, redemption, set_aside, units_check


@use_case
def conversion_place(
    *,
    holding_id: UUID,
    product_id: UUID,
    units: Decimal,
    reading: Reading,
    is_care_confirmed: bool = False,
    key: str,
    actor: Actor,
    now: Moment,
) -> OrderAnswer:
    """Sets units aside that become units of the product `product_id` at the values of T: HELD until 15:00 of T.

    No money touches the person's account: what the units bring, less the fee of the redemption, buys the others, the
    fee of the purchase outside it. What a large redemption leaves unfilled is given up. The buyer of the target is
    asked everything that a purchase asks; at 15:00 once more whether it suits (`dispatches_make`). Key: (person, key).
    Needs a step-up that names both products, units and words. Locks both products, the holding. Raises NotFound,
    InvalidInput E_UNITS, READ_FIRST, CARE, Conflict NOT_CONVERTIBLE, NOT_REDEEMABLE, NOT_ON_SALE, PERSON_MAX,
    PAPERS_CHANGED, AGREEMENT_CHANGED, ACCOUNT_STATUS, the codes of `selectors.suitability`, what money_require raises,
    StepUpRequired, KeyReused, Busy.
    """
    words = [reading.prospectus_hash, reading.risk_hash, reading.agreement_hash]
    said = {
        "holding": holding_id, "product": product_id, "units": str(units), "words": words, "care": is_care_confirmed,
    }  # fmt: skip

    def effect() -> dict[str, Any]:
        identity.money_require(actor=actor, now=now)
        holding, order, target = _order(actor, holding_id, product_id, units, now)
        order.evidence = read_check(target, reading, is_care_confirmed, actor, now)
        identity.require_step_up(
            actor=actor,
            digest=body_hash({"terms": [order.terms.digest, target.digest]} | said),
            shown=_shown(order.terms, target, units),
            now=now,
        )
        order.save()
        agreements.sign_words(
            code=AGREEMENT, text_hash=reading.agreement_hash, subject_id=order.pk, actor=actor, now=now
        )
        set_aside(holding, order, units, "shenhuobao.conversion.placed", actor=actor, now=now)
        return {"order_id": str(order.pk)}

    answer, _ = once(actor=actor, route="shenhuobao.conversion_place", key=key, body=said, effect=effect)
    return order_answer(Order.objects.scoped(actor).get(pk=answer["order_id"]))


def _order(
    actor: Actor, holding_id: UUID, product_id: UUID, units: Decimal, now: Moment
) -> tuple[Holding, Order, Terms]:
    """Everything but the reading is asked; the holding, the order that is not written yet, and the target's terms."""
    lock_rows(Product.objects.filter(pk__in=[product_id, *_product_of(actor, holding_id)]))
    holding, product, terms = redeemable(actor, holding_id)
    target, target_terms = on_sale(product_id)
    convertible_check(product, target, target_terms)
    units_check(holding, terms, units, now)
    worth_check(holding, product, target_terms, units)
    order = redemption(holding, product, terms, OrderKind.CONVERSION, units, actor, now)
    order.target, order.target_terms, order.cash_date, order.cancels_rest = target, target_terms, None, True
    order.assessment = assessment_for(actor.person, target_terms.rating, now)
    return holding, order, target_terms


def _product_of(actor: Actor, holding_id: UUID) -> list[UUID]:
    """Of the person's own holding, so that both products are locked in the house's order."""
    return list(Holding.objects.scoped(actor).filter(pk=holding_id).values_list("product_id", flat=True))


def convertible_check(product: Product, target: Product, terms: Terms) -> None:
    """Raises Conflict NOT_CONVERTIBLE. Where a quota is sold, the sum has to be known beforehand: of a conversion it is
    known on T+1 only."""
    if target.pk == product.pk or target.agent != product.agent:
        raise Conflict("NOT_CONVERTIBLE", "只能转换为同一登记机构的另一只产品。")
    if target.state != ProductState.ON_SALE or terms.quota_fen:
        raise Conflict("NOT_CONVERTIBLE", "转入的产品有销售额度或尚未开始销售,请赎回后再购买。")


def worth_check(holding: Holding, product: Product, terms: Terms, units: Decimal) -> None:
    """By the last price, what comes over is at least what a purchase has to be, and within the person's most. Raises
    InvalidInput E_UNITS, Conflict PERSON_MAX."""
    last = Price.objects.filter(product=product).order_by("-on").first()
    is_cash = product.kind == ProductKind.CASH or last is None
    worth = Fen(hundredths(units)) if is_cash or last is None else pricing.worth(units, last.nav)
    held = Holding.objects.system("what the holder has of it already").filter(
        person_id=holding.person_id, product=terms.product_id, units__gt=0
    )
    cost = held.values_list("cost_fen", flat=True).first() or 0
    least = terms.next_min_fen if cost else terms.first_min_fen
    if worth < least:
        message = f"转出份额的参考市值须不低于 {format_yuan(Fen(least))} 元。"
        raise InvalidInput("E_UNITS", message, fields={"units": message})
    if terms.person_max_fen and cost + worth > terms.person_max_fen:
        raise Conflict("PERSON_MAX", "超过转入产品的个人持有上限,请减少份额后重试。")


def _shown(terms: Terms, target: Terms, units: Decimal) -> dict[str, str]:
    return {
        "转出产品": terms.name,
        "转出份额": f"{units:,.2f} 份",
        "转入产品": target.name,
        "转入申购费率": f"{target.purchase_fee.normalize():f}%",
        "转入风险等级": f"R{target.rating}",
        "提示": "按交易日净值转换,不经过账户;理财非存款,可能损失本金",
    }

"""An employee buys: suitable, within every limit, the papers read, the money held on the own account (WM-1 to WM-7)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from apps.agreements import api as agreements
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountBrief
from apps.core import params
from apps.core.actors import Actor
from apps.core.calendar import trading_days
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash, once
from apps.core.ids import new_id
from apps.core.money import Fen, format_yuan
from apps.identity import api as identity
from apps.ledger import api as ledger

from ..choices.numbers import CARE_SECONDS, READ_SECONDS
from ..choices.order import AGREEMENT, OPEN_ORDERS, ORDER_SUBJECT, OrderKind
from ..choices.product import DocumentKind, ProductState, TermsState
from ..contracts import OrderAnswer, Reading
from ..models import Document, Holding, Order, Product, Terms
from ..rules import trade_days
from ..rules.lives import ORDER
from ..selectors.suitability import assessment_for, care_needed
from .order_moves import order_answer, order_move, order_record


@use_case
def purchase_place(
    *,
    product_id: UUID,
    account_id: UUID,
    fen: int,
    reading: Reading,
    is_care_confirmed: bool = False,
    key: str,
    actor: Actor,
    now: Moment,
) -> OrderAnswer:
    """Places a purchase of 分, fee included: HELD, or FAILED where the account does not have the money. Of a product
    whose sale has not begun it is a reservation: the money is held now, `reservations_open` makes a purchase of it.

    Key: (person, key). Needs a step-up that names product, amount, account, risk and words. Locks the product, the
    account, then its account of the books. Raises NotFound for a product that is not on the shelf and for a foreign
    account; InvalidInput E_AMOUNT, READ_FIRST, CARE; Conflict NOT_ON_SALE, QUOTA, PERSON_MAX, PAPERS_CHANGED, the codes
    of `selectors.suitability`, ACCOUNT_STATUS, AGREEMENT_CHANGED, what money_require raises; StepUpRequired, KeyReused,
    Busy.
    """
    words = [reading.prospectus_hash, reading.risk_hash, reading.agreement_hash]
    said = {"product": product_id, "account": account_id, "fen": fen, "words": words, "care": is_care_confirmed}

    def effect() -> dict[str, Any]:
        identity.money_require(actor=actor, now=now)
        product, terms = on_sale(product_id)
        assessment = assessment_for(actor.person, terms.rating, now)
        evidence = read_check(terms, reading, is_care_confirmed, actor, now)
        amount_check(product, terms, actor.person, fen)
        account = bankaccounts.own_payer_hold(actor, account_id)
        identity.require_step_up(
            actor=actor, digest=body_hash({"terms": terms.digest} | said), shown=_shown(terms, account, fen), now=now
        )
        order = purchase_order(product, terms, actor.person, account, now)
        order.amount_fen, order.assessment, order.evidence = fen, assessment, evidence
        order.is_reservation = product.state == ProductState.LISTED
        order.save()
        agreements.sign_words(
            code=AGREEMENT, text_hash=reading.agreement_hash, subject_id=order.pk, actor=actor, now=now
        )
        purchase_hold(order, product, actor=actor, now=now)
        return {"order_id": str(order.pk)}

    answer, _ = once(actor=actor, route="shenhuobao.purchase_place", key=key, body=said, effect=effect)
    return order_answer(Order.objects.scoped(actor).get(pk=answer["order_id"]))


def on_sale(product_id: UUID) -> tuple[Product, Terms]:
    """The product under its lock and the terms in force. Raises NotFound, Conflict NOT_ON_SALE."""
    found = lock_rows(Product.objects.filter(pk=product_id).exclude(state=ProductState.DRAFT))
    if not found:
        raise NotFound("没有找到这只产品。")
    product = found[0]
    if product.state not in (ProductState.ON_SALE, ProductState.LISTED):
        raise Conflict("NOT_ON_SALE", "这只产品目前不能购买,请在产品页面查看状态。")
    return product, Terms.objects.get(product=product, state=TermsState.IN_FORCE)


def read_check(terms: Terms, reading: Reading, is_care_confirmed: bool, actor: Actor, now: Moment) -> dict[str, Any]:
    """Whether both papers of this version were shown for long enough; gives the evidence of it (WM-5).

    Whoever needs special care (WM-1) reads for longer and says once more that the risk is understood. Raises Conflict
    PAPERS_CHANGED, InvalidInput READ_FIRST, CARE.
    """
    papers = dict(Document.objects.filter(terms=terms).values_list("kind", "text_hash"))
    shown = {DocumentKind.PROSPECTUS: reading.prospectus_hash, DocumentKind.RISK_NOTICE: reading.risk_hash}
    if papers != shown:
        raise Conflict("PAPERS_CHANGED", "产品文件已经更新,请重新阅读后再购买。")
    needs_care = care_needed(actor.person, terms.rating, now.business_date)
    wanted = params.get(CARE_SECONDS if needs_care else READ_SECONDS, now.business_date)
    seconds = int((now.wall - reading.opened_at).total_seconds())
    if seconds < wanted:
        raise InvalidInput("READ_FIRST", f"请完整阅读产品文件后再购买,至少需要阅读 {wanted} 秒。")
    if needs_care and not is_care_confirmed:
        message = "请再次确认:您已了解这只产品的风险等级较高,本金和收益都可能受损。"
        raise InvalidInput("CARE", message, fields={"is_care_confirmed": message})
    return {
        "terms": terms.number,
        "papers": papers,
        "opened_at": reading.opened_at.isoformat(),
        "seconds": seconds,
        "care": needs_care,
        "device": str(actor.device_id or ""),
    }


def amount_check(product: Product, terms: Terms, person_id: UUID, fen: int) -> None:
    """Whether so much may be bought: least, step, the person's most, the quota (WM-6). Needs the product's lock."""
    held = Holding.objects.system("what a buyer has already").filter(person_id=person_id, product=product).first()
    on_the_way = Order.objects.system("what a buyer has on the way").filter(
        person_id=person_id, product=product, kind=OrderKind.PURCHASE, state__in=OPEN_ORDERS
    )
    waiting = on_the_way.aggregate(fen=Sum("amount_fen", default=0))["fen"]
    cost = held.cost_fen if held is not None and held.units else 0
    least = terms.next_min_fen if cost or waiting else terms.first_min_fen
    if fen < least or fen % terms.step_fen:
        message = f"最低 {format_yuan(Fen(least))} 元,以 {format_yuan(Fen(terms.step_fen))} 元递增。"
        raise InvalidInput("E_AMOUNT", message, fields={"amount": message})
    if terms.person_max_fen and cost + waiting + fen > terms.person_max_fen:
        left = max(terms.person_max_fen - cost - waiting, 0)
        raise Conflict("PERSON_MAX", f"超过个人持有上限,您还可以购买 {format_yuan(Fen(left))} 元。")
    if terms.quota_fen and product.quota_taken_fen + fen > terms.quota_fen:
        left = max(terms.quota_fen - product.quota_taken_fen, 0)
        raise Conflict("QUOTA", f"产品剩余额度 {format_yuan(Fen(left))} 元,请减少金额后重试。")


def trading_days_of(product: Product, terms: Terms, now: Moment) -> tuple[date, date]:
    """T and the day of its confirmation for an order of this moment; a reservation trades on the first day of the
    sale. Raises CalendarYearNotLoaded."""
    market = trading_days(now.business_date, max(now.business_date, terms.sale_from) + trade_days.SPAN)
    if product.state == ProductState.LISTED:
        traded_on = trade_days.trading_day_from(terms.sale_from, market)
    else:
        traded_on = trade_days.trade_date(now.business_at, market)
    return traded_on, trade_days.confirm_date(traded_on, market)


def purchase_order(product: Product, terms: Terms, person_id: UUID, account: AccountBrief, now: Moment) -> Order:
    """A purchase of this person, CREATED and not yet written; the amount is the caller's. Raises as
    trading_days_of."""
    traded_on, confirmed_on = trading_days_of(product, terms, now)
    pk = new_id()
    return Order(
        id=pk,
        reference=order_reference(pk),
        kind=OrderKind.PURCHASE,
        state=ORDER.check("", "place").target,
        person_id=person_id,
        unit_path=account.unit_path,
        product=product,
        terms=terms,
        account_id=account.id,
        account_ledger_id=account.ledger_account_id,
        account_masked=account.masked_number,
        ordered_at=now.business_at,
        trade_date=traded_on,
        confirm_date=confirmed_on,
    )


def order_reference(pk: UUID) -> str:
    """By which the transfer agent knows an order; for ever."""
    return f"WM{pk.hex[:8]}{pk.hex[-12:]}".upper()


def _shown(terms: Terms, account: AccountBrief, fen: int) -> dict[str, str]:
    """What the person signs, label by label."""
    return {
        "产品": terms.name,
        "购买金额": f"¥{format_yuan(Fen(fen))}",
        "其中申购费率": f"{terms.purchase_fee.normalize():f}%",
        "风险等级": f"R{terms.rating}",
        "付款账户": account.masked_number,
        "提示": "理财非存款,产品有风险,可能损失本金",
    }


def purchase_hold(order: Order, product: Product, *, actor: Actor, now: Moment) -> None:
    """Holds the money; an account without it makes the order FAILED. Locks the account of the books.

    The hold has no end of its own: the agent's answer, a cancellation or a freeze ends it.
    """
    order_record(order, "shenhuobao.purchase.placed", source="", actor=actor, now=now)
    try:
        with transaction.atomic():
            held = ledger.place_hold(
                key=f"shenhuobao.hold:{order.pk}",
                account_id=order.account_ledger_id,
                kind=ledger.HoldKind.WEALTH_BUY,
                amount=Fen(order.amount_fen or 0),
                subject_kind=ORDER_SUBJECT,
                subject_id=order.pk,
                now=now,
            )
    except ledger.InsufficientFunds:
        order_move(
            order, "refuse", "shenhuobao.order.refused", actor=actor, now=now, outcome="BALANCE",
            ended_at=now.business_at,
        )  # fmt: skip
        return
    order_move(order, "hold", "shenhuobao.order.held", actor=actor, now=now, hold_id=held.hold_id)
    product.sold_fen += order.amount_fen or 0
    product.save(update_fields=["sold_fen"])

"""Large redemption on our side: seen from the orders of the day, held against the agent's fills, over when nothing is
carried any more (WM-11)."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.conf import settings

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import Actor
from apps.core.calendar import trading_days
from apps.core.clock import Moment
from apps.core.outbox import publish

from ..choices.numbers import LARGE_PERCENT
from ..choices.order import GIVES_BACK, OrderKind, OrderState
from ..choices.product import PRODUCT_SUBJECT, ProductKind
from ..events import LargeRedemptionSeen
from ..models import LargeRedemption, Order, Price, Product
from ..rules import large_redemption, pricing, trade_days
from ..rules.agent_files import ConfirmationLine
from .ta_file_keep import AGENT_ACTOR

NONE = Decimal(0)


def large_see(orders: Iterable[Order], day: date, *, actor: Actor, now: Moment) -> None:
    """At the cut-off: which products' orders are a large redemption by themselves, whatever others ask back. From now
    on nothing of them is redeemed at once. Needs the orders' locks; locks their products."""
    by_product: dict[UUID, list[Order]] = {}
    for order in orders:
        by_product.setdefault(order.product_id, []).append(order)
    percent = params.get(LARGE_PERCENT, day)
    for product in Product.objects.filter(pk__in=list(by_product)).order_by("pk"):
        last = Price.objects.filter(product=product, on__lt=day).order_by("-on").first()
        if last is None or last.units is None:
            continue
        mine = by_product[product.pk]
        redeemed = sum((one.units or NONE for one in mine), NONE)
        purchased = sum((_bought(one, product, last.nav) for one in mine), NONE)
        if large_redemption.is_large(last.units, redeemed, purchased, percent):
            _record(product, day, last.units, redeemed, purchased, actor, now)


def _bought(order: Order, product: Product, nav: Decimal) -> Decimal:
    if order.kind != OrderKind.PURCHASE:
        return NONE
    price = Decimal(1) if product.kind == ProductKind.CASH else nav
    return pricing.purchase(order.amount_fen or 0, order.terms.purchase_fee, price).units


def _record(
    product: Product, day: date, prior: Decimal | None, redeemed: Decimal, purchased: Decimal, actor: Actor, now: Moment
) -> LargeRedemption:
    before = LargeRedemption.objects.filter(product=product, on__lt=day).order_by("-on").first()
    market = trading_days(before.on, before.on + trade_days.SPAN) if before is not None else {}
    follows = before is not None and trade_days.confirm_date(before.on, market) == day
    made = LargeRedemption.objects.create(
        product=product, on=day, days=before.days + 1 if before is not None and follows else 1, prior_units=prior,
        redeemed=redeemed, purchased=purchased, seen_at=now.business_at,
    )  # fmt: skip
    Product.objects.filter(pk=product.pk).update(large_since=product.large_since or day)
    _audit(made, "shenhuobao.large.seen", actor, now)
    publish(LargeRedemptionSeen(product.pk, day.isoformat(), made.days))
    return made


def unfair_products(orders: Iterable[Order], lines: Mapping[str, ConfirmationLine], day: date) -> frozenset[UUID]:
    """The products whose partial fills are not the same share for everybody, or less than must be met on the day: none
    of those lines is paid before people have asked the agent."""
    asked: dict[UUID, list[tuple[Order, ConfirmationLine]]] = {}
    for order in orders:
        line = lines[order.reference]
        if order.kind in GIVES_BACK and line.result != OrderState.REJECTED:
            asked.setdefault(order.product_id, []).append((order, line))
    seen = {one.product_id: one for one in LargeRedemption.objects.filter(product__in=list(asked), on=day)}
    percent = params.get(LARGE_PERCENT, day)
    return frozenset(
        product_id for product_id, pairs in asked.items() if not _is_fair(pairs, seen.get(product_id), percent)
    )


def _is_fair(pairs: list[tuple[Order, ConfirmationLine]], seen: LargeRedemption | None, percent: Decimal) -> bool:
    normal = [(order.units or NONE, line.units) for order, line in pairs if order.kind != OrderKind.QUICK]
    if all(line.result == OrderState.CONFIRMED for _, line in pairs):
        return True
    wanted, filled = sum((units for units, _ in normal), NONE), sum((units for _, units in normal), NONE)
    if filled > wanted:
        return False
    shares = large_redemption.fill(filled, [large_redemption.Asked(units) for units, _ in normal])
    if any(abs(got - share.filled) > Decimal("0.01") for (_, got), share in zip(normal, shares, strict=True)):
        return False
    if seen is None or seen.prior_units is None:
        return True
    every = [large_redemption.Asked(order.units or NONE) for order, _ in pairs]
    return sum((line.units for _, line in pairs), NONE) >= large_redemption.least_fill(seen.prior_units, every, percent)


def large_settle(orders: Iterable[Order], day: date, now: Moment) -> None:
    """After a day's confirmations: writes what was filled, carried and given up; a product of which nothing is carried
    any more is as before. Needs the products' locks."""
    by_product: dict[UUID, list[Order]] = {}
    for order in orders:
        by_product.setdefault(order.product_id, []).append(order)
    carried = set(
        Order.objects.system("what is carried to the next day")
        .filter(carries__isnull=False, state__in=[OrderState.HELD, OrderState.SENT_TA], product__in=list(by_product))
        .values_list("product_id", flat=True)
    )
    known = {one.product_id: one for one in LargeRedemption.objects.filter(product__in=list(by_product), on=day)}
    for product in Product.objects.filter(pk__in=list(by_product)).order_by("pk"):
        mine = [one for one in by_product[product.pk] if one.kind in GIVES_BACK]
        is_part = any(one.filled_units is not None and one.filled_units < (one.units or NONE) for one in mine)
        made = known.get(product.pk)
        if made is None and is_part:
            made = _record(product, day, None, sum((one.units or NONE for one in mine), NONE), NONE, AGENT_ACTOR, now)
        if made is not None:
            _fill(made, mine, now)
        waits = LargeRedemption.objects.filter(product=product, on__gt=day, filled=None)
        if product.large_since is not None and product.pk not in carried and not waits.exists():
            Product.objects.filter(pk=product.pk).update(large_since=None)


def _fill(made: LargeRedemption, mine: list[Order], now: Moment) -> None:
    rests = [(one, (one.units or NONE) - one.filled_units) for one in mine if one.filled_units is not None]
    made.filled = sum((one.filled_units or NONE for one in mine), NONE)
    made.cancelled = sum((rest for one, rest in rests if one.cancels_rest), NONE)
    made.carried = sum((rest for one, rest in rests if not one.cancels_rest), NONE)
    made.save(update_fields=["filled", "cancelled", "carried"])
    _audit(made, "shenhuobao.large.filled", AGENT_ACTOR, now)


def _audit(made: LargeRedemption, action: str, actor: Actor, now: Moment) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject_kind=PRODUCT_SUBJECT,
        subject_id=made.product_id,
        from_state="",
        to_state="",
        detail={
            "on": str(made.on), "days": made.days, "redeemed": str(made.redeemed), "purchased": str(made.purchased),
            "filled": None if made.filled is None else str(made.filled),
        },
        unit_path=settings.HEAD_UNIT_PATH,
        now=now,
    )  # fmt: skip

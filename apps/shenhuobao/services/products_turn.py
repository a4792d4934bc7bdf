"""A day opens: sales begin, those of a fixed term that are over end, and terms come to their maturity."""

from datetime import date

from django.db.models import Q

from apps.core.actors import Actor
from apps.core.calendar import trading_days
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction

from ..choices.distribution import DistributionKind
from ..choices.product import ProductState, TermsState
from ..models import Product, Terms
from ..rules import trade_days
from .distribution_moves import distribution_announce
from .product_moves import product_move, sale_begin

SELLING = (ProductState.ON_SALE, ProductState.SUSPENDED)


def products_turn(*, day: date, now: Moment) -> int:
    """How many products were moved; a repeat moves none. In the caller's transaction. Locks them."""
    require_transaction()
    begins = Q(product__state=ProductState.LISTED, sale_from__lte=day)
    is_over = Q(product__state__in=SELLING, sale_until__lt=day)
    has_matured = Q(product__state=ProductState.CLOSED, maturity_date__lte=day)
    due = Terms.objects.filter(begins | is_over | has_matured, state=TermsState.IN_FORCE)
    actor = Actor.system("营业日开启")
    products = lock_rows(Product.objects.filter(pk__in=list(due.values_list("product_id", flat=True))))
    terms = {one.product_id: one for one in due.filter(product__in=products)}  # read under the locks
    for product in products:
        if product.pk not in terms:
            continue
        if product.state == ProductState.LISTED:
            sale_begin(product, terms[product.pk], today=day, actor=actor, now=now)
        elif product.state == ProductState.CLOSED:
            _mature(product, terms[product.pk], actor, now)
        else:
            product_move(
                product, "close", "shenhuobao.product.closed", actor=actor, now=now, reason="", suspended_by=None
            )
    return len(terms)


def _mature(product: Product, terms: Terms, actor: Actor, now: Moment) -> None:
    """From now on the agent owes principal and income of every holding, at the price of the maturity date or, where
    that is no trading day, of the next one."""
    due = terms.maturity_date
    if due is None:
        raise RuntimeError(f"{product.code} matures without a date")
    product_move(product, "mature", "shenhuobao.product.matured", actor=actor, now=now)
    paid_on = trade_days.trading_day_from(due, trading_days(due, due + trade_days.SPAN))
    distribution_announce(product, DistributionKind.MATURITY, record_on=paid_on, ex_on=paid_on, actor=actor, now=now)

"""A day opens: sales that begin on it begin, those of a fixed term that are over end."""

from datetime import date

from django.db.models import Q

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction

from ..choices.product import ProductState, TermsState
from ..models import Product, Terms
from .product_moves import product_move, sale_begin

SELLING = (ProductState.ON_SALE, ProductState.SUSPENDED)


def products_turn(*, day: date, now: Moment) -> int:
    """How many products were moved; a repeat moves none. In the caller's transaction. Locks them."""
    require_transaction()
    begins = Q(product__state=ProductState.LISTED, sale_from__lte=day)
    is_over = Q(product__state__in=SELLING, sale_until__lt=day)
    due = Terms.objects.filter(begins | is_over, state=TermsState.IN_FORCE)
    actor = Actor.system("营业日开启")
    products = lock_rows(Product.objects.filter(pk__in=list(due.values_list("product_id", flat=True))))
    terms = {one.product_id: one for one in due.filter(product__in=products)}  # read under the locks
    for product in products:
        if product.pk not in terms:
            continue
        if product.state == ProductState.LISTED:
            sale_begin(product, terms[product.pk], today=day, actor=actor, now=now)
        else:
            product_move(
                product, "close", "shenhuobao.product.closed", actor=actor, now=now, reason="", suspended_by=None
            )
    return len(terms)

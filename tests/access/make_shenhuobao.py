"""What of 申活宝 the stage needs: a product on sale, one that is stopped, a version that waits."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.shenhuobao.models import Product
from apps.shenhuobao.selectors.factory import said_before
from apps.shenhuobao.services.terms_propose import terms_propose


def products(maker: Actor, now: Moment) -> dict[str, UUID]:
    """Of the story's; by kind of thing."""
    ids = dict(Product.objects.values_list("code", "pk"))
    sold, shut = ids["YL2001"], ids["YL4001"]
    Product.objects.filter(pk=shut).update(state="SUSPENDED", reason="核对净值", suspended_by=new_id())
    waits = terms_propose.__wrapped__(
        product_id=sold, said=replace(said_before(sold), management_fee=Decimal("0.15")), key="stage", actor=maker,
        now=now,
    )  # fmt: skip
    return {"wealth_product": sold, "wealth_shut": shut, "wealth_terms": waits}

"""Some days before a fixed term ends its holders are told when, and that nothing is for them to do."""

from datetime import date, timedelta

from django.urls import reverse

from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.notify import api as notify

from ..choices.distribution import REMIND_DAYS
from ..choices.product import ProductState, TermsState
from ..models import Terms
from ..selectors.telling import holders_told


def maturities_remind(*, day: date, now: Moment) -> int:
    """How many products are about to mature. In the caller's transaction; a notice's key is its product, so whoever
    has been told is not told again."""
    require_transaction()
    due = Terms.objects.filter(
        state=TermsState.IN_FORCE,
        product__state=ProductState.CLOSED,
        maturity_date__gt=day,
        maturity_date__lte=day + timedelta(days=REMIND_DAYS),
    )
    found = list(due.order_by("product__code"))
    for terms in found:
        notify.tell_many(
            person_ids=holders_told(terms.product_id),
            kind="shenhuobao.holding",
            title="您持有的理财产品即将到期",
            body=f"「{terms.name}」将于 {terms.maturity_date:%Y-%m-%d} 到期,本金和收益按到期日净值转入您的购买账户,"
            "无需办理。",
            link=reverse("mobile:product", args=[terms.product_id]),
            key=f"shenhuobao.maturity:{terms.product_id}:{terms.maturity_date}",
            now=now,
        )
    return len(found)

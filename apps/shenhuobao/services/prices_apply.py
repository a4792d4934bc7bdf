"""The prices of a day come from the transfer agent: the day's income of cash-management products follows (WM-9)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from apps.core.clock import Moment
from apps.core.db import use_case

from ..choices import IncomeMethod
from ..choices.order import TaFileKind
from ..choices.product import ProductKind, TermsState
from ..models import Price, Product, TaFile, Terms
from ..rules.agent_files import Malformed, PriceLine, price_faults, read_prices
from ..selectors.agents import products_priced
from .income_accrue import income_accrue
from .ta_file_keep import ta_file_keep


@use_case
def prices_apply(*, agent: str, day: date, content: Mapping[str, Any], now: Moment) -> bool:
    """Takes in the prices of one day; True when they are in. Key: (agent, day). Locks the agent's name, the holdings.

    The caller hands the days in ascending order (`agent_day_run`): income grows on what the day before left.
    """
    products = {product.code: product for product in products_priced(agent, day)}
    try:
        lines, unreadable = read_prices(content), []
    except Malformed as error:
        lines, unreadable = (), [str(error)]

    def apply(file: TaFile) -> None:
        Price.objects.bulk_create(
            Price(product=products[line.product], on=day, nav=line.nav, income_per_10k=line.income_per_10k, file=file)
            for line in lines
        )
        for line in lines:
            _income(products[line.product], line, day)

    return ta_file_keep(
        agent=agent,
        kind=TaFileKind.PRICES,
        on=day,
        content=content,
        faults_of=lambda: unreadable or _faults(content, lines, day, products),
        apply=apply,
        now=now,
    )


def _faults(
    content: Mapping[str, Any], lines: tuple[PriceLine, ...], day: date, products: Mapping[str, Product]
) -> list[str]:
    faults = price_faults(content, lines, day, products)
    return faults or [
        f"产品 {line.product} 缺少万份收益"
        for line in lines
        if products[line.product].kind == ProductKind.CASH and line.income_per_10k is None
    ]


def _income(product: Product, line: PriceLine, day: date) -> None:
    if product.kind == ProductKind.CASH and line.income_per_10k is not None:
        method = Terms.objects.values_list("income_method", flat=True).get(product=product, state=TermsState.IN_FORCE)
        income_accrue(product_id=product.pk, method=IncomeMethod(method), day=day, income_per_10k=line.income_per_10k)

"""The prices of a day come from the transfer agent: the day's income of cash-management products follows (WM-9)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from apps.core.clock import Moment
from apps.core.db import use_case

from ..choices import IncomeMethod
from ..choices.distribution import DistributionKind
from ..choices.order import TaFileKind
from ..choices.product import ProductKind, TermsState
from ..models import Distribution, Price, Product, TaFile, Terms
from ..rules.agent_files import Malformed, PriceLine, price_faults, read_prices
from ..rules.distribution_files import DividendSaid, read_dividend
from ..selectors.agents import products_priced
from .distribution_moves import distribution_announce
from .income_accrue import income_accrue
from .ta_file_keep import AGENT_ACTOR, ta_file_keep


@use_case
def prices_apply(*, agent: str, day: date, content: Mapping[str, Any], now: Moment) -> bool:
    """Takes in the prices of one day; True when they are in. Key: (agent, day). Locks the agent's name, the holdings.

    A line may announce a dividend: its holders are told, and the agent is asked for the payouts on its ex-date. The
    caller hands the days in ascending order (`agent_day_run`): income grows on what the day before left.
    """
    products = {product.code: product for product in products_priced(agent, day)}
    try:
        lines, unreadable = read_prices(content), []
        announced = {line.product: read_dividend(line.dividend) for line in lines if line.dividend is not None}
    except Malformed as error:
        lines, announced, unreadable = (), {}, [str(error)]

    def apply(file: TaFile) -> None:
        Price.objects.bulk_create(
            Price(
                product=products[line.product],
                on=day,
                nav=line.nav,
                income_per_10k=line.income_per_10k,
                units=line.units,
                file=file,
            )
            for line in lines
        )
        for line in lines:
            _income(products[line.product], line, day)
        for code, said in announced.items():
            distribution_announce(
                products[code], DistributionKind.DIVIDEND, record_on=said.record_on, ex_on=said.ex_on,
                per_unit=said.per_unit, actor=AGENT_ACTOR, now=now,
            )  # fmt: skip

    return ta_file_keep(
        agent=agent,
        kind=TaFileKind.PRICES,
        on=day,
        content=content,
        faults_of=lambda: (
            unreadable
            or [
                *_faults(content, lines, day, products),
                *_dividend_faults(announced, day, products),
            ]
        ),
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


def _dividend_faults(announced: Mapping[str, DividendSaid], day: date, products: Mapping[str, Product]) -> list[str]:
    """A dividend is announced by its ex-date at the latest, of what pays one, and says the same each time."""
    known = {
        (one.product_id, one.ex_on): (one.record_on, one.per_unit)
        for one in Distribution.objects.filter(kind=DistributionKind.DIVIDEND, product__in=products.values())
    }
    faults = []
    for code, said in announced.items():
        product = products.get(code)
        if product is None or product.kind == ProductKind.CASH:
            faults.append(f"产品 {code} 没有分红")
        elif said.ex_on < day:
            faults.append(f"产品 {code} 的除息日 {said.ex_on} 已过")
        elif known.get((product.pk, said.ex_on), (said.record_on, said.per_unit)) != (said.record_on, said.per_unit):
            faults.append(f"产品 {code} 的分红公告与此前不一致")
    return faults


def _income(product: Product, line: PriceLine, day: date) -> None:
    if product.kind == ProductKind.CASH and line.income_per_10k is not None:
        method = Terms.objects.values_list("income_method", flat=True).get(product=product, state=TermsState.IN_FORCE)
        income_accrue(product_id=product.pk, method=IncomeMethod(method), day=day, income_per_10k=line.income_per_10k)

"""The transfer agent says what each holder is due of a dividend or a maturity: checked line by line, then paid
(WM-12)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.moves import found_locked, move_make

from ..choices.distribution import DistributionKind
from ..choices.order import TaFileKind
from ..models import Distribution, Holding, Price, Product, TaFile
from ..rules.agent_files import Malformed
from ..rules.distribution_files import PayoutLine, distribution_faults, read_distributions
from ..rules.lives import DISTRIBUTION
from ..selectors.distributions import accounts_paid, choices_of, distributions_of
from .distribution_moves import distribution_record
from .payouts_make import Paying, payouts_make, payouts_miss
from .product_moves import product_move
from .ta_file_keep import AGENT_ACTOR, ta_file_keep


@use_case
def distributions_apply(*, agent: str, day: date, content: Mapping[str, Any], now: Moment) -> bool:
    """Takes in the payouts of an ex-date; True when they are in. Key: (agent, ex-date).

    The caller has taken in the prices of the day and nothing that was ordered on it (`agent_day_run`), so that exactly
    those are holders who are entitled. Money: Dr 3001.06 Cr 2241.06, Dr 2241.06 Cr 2011.02. A line that is not what we
    reckon is not paid and becomes a case. A fixed term that nobody holds any more is ENDED. Locks the agent's name, the
    products, the distributions, the holdings, then the accounts of the books.
    """
    wanted = {(one.product.code, one.kind): one for one in distributions_of(agent, day)}
    try:
        lines, unreadable = read_distributions(content), []
    except Malformed as error:
        lines, unreadable = (), [str(error)]

    def apply(file: TaFile) -> None:
        lock_rows(Product.objects.filter(pk__in=[one.product_id for one in wanted.values()]))
        for of, one in wanted.items():
            _pay(one.pk, [line for line in lines if line.of == of], file, now)

    return ta_file_keep(
        agent=agent,
        kind=TaFileKind.DISTRIBUTIONS,
        on=day,
        content=content,
        faults_of=lambda: unreadable or distribution_faults(content, lines, day, wanted),
        apply=apply,
        now=now,
    )


def _pay(distribution_id: UUID, lines: list[PayoutLine], file: TaFile, now: Moment) -> None:
    made = found_locked(Distribution.objects.select_related("product"), distribution_id, "没有这次分派。")
    made.nav = Price.objects.values_list("nav", flat=True).get(product=made.product_id, on=made.ex_on)
    held = Holding.objects.system("all who hold it").filter(product=made.product_id, units__gt=0)
    holdings = {row.person_id.hex: row for row in lock_rows(held)}
    for row in holdings.values():
        row.product = made.product
    paying = Paying(made, choices_of(holdings.values()), accounts_paid(holdings.values()))
    told = {line.holder: line for line in lines}
    payouts_make(paying, [(row, told.get(holder)) for holder, row in holdings.items()], now)
    payouts_miss(made, [told[holder] for holder in sorted(told.keys() - holdings.keys())], now)
    move = move_make(made, DISTRIBUTION, "pay", nav=made.nav, file=file, paid_at=now.business_at)
    distribution_record(made, "shenhuobao.distribution.paid", source=move.source, actor=AGENT_ACTOR, now=now)
    if made.kind == DistributionKind.MATURITY and not held.exists():
        product_move(
            made.product, "end", "shenhuobao.product.ended", actor=AGENT_ACTOR, now=now, ended_at=now.business_at
        )

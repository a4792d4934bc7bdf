"""What products pay out: which day is due, what a holder has chosen, and what came of it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ..choices import DividendMode
from ..choices.distribution import DistributionState
from ..models import Distribution, DividendChoice, Holding, Order
from ..rules.dividends import Chosen

WHY = "what holders are due"


def days_due(agent: str, day: date) -> list[date]:
    """The ex-dates before `day` whose payouts the agent has not told yet, in order."""
    rows = Distribution.objects.filter(product__agent=agent, state=DistributionState.ANNOUNCED, ex_on__lt=day)
    return list(rows.order_by("ex_on").values_list("ex_on", flat=True).distinct())


def distributions_of(agent: str, ex_on: date) -> list[Distribution]:
    """What was announced for an ex-date and is not paid yet."""
    rows = Distribution.objects.filter(product__agent=agent, state=DistributionState.ANNOUNCED, ex_on=ex_on)
    return list(rows.select_related("product").order_by("product__code", "kind"))


def choices_of(holdings: Iterable[Holding]) -> dict[UUID, list[Chosen]]:
    """What each holder has chosen, the oldest first. One query."""
    found: dict[UUID, list[Chosen]] = {}
    rows = DividendChoice.objects.system(WHY).filter(holding__in=[one.pk for one in holdings])
    for holding_id, at, mode in rows.order_by("chosen_at", "pk").values_list("holding_id", "chosen_at", "mode"):
        found.setdefault(holding_id, []).append(Chosen(at, DividendMode(mode)))
    return found


def accounts_paid(holdings: Iterable[Holding]) -> dict[UUID, tuple[UUID, str]]:
    """The account of the books and the masked number of each holding's account, from the orders that used it. One
    query."""
    rows = Order.objects.system(WHY).filter(account_id__in={one.account_id for one in holdings})
    found = rows.order_by("account_id", "-ordered_at").distinct("account_id")
    return {
        pk: (ledger_id, said)
        for pk, ledger_id, said in found.values_list("account_id", "account_ledger_id", "account_masked")
    }

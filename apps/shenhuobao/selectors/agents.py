"""Which transfer agents there are, what each has to price, and up to which day its files are in."""

from datetime import date, timedelta

from apps.core.calendar import is_trading_day

from ..choices.order import TaFileKind, TaFileState
from ..choices.product import ProductKind, ProductState
from ..models import Dispatch, Product, TaFile

PRICED = (
    ProductState.LISTED,
    ProductState.ON_SALE,
    ProductState.SUSPENDED,
    ProductState.CLOSED,
    ProductState.MATURED,
)


def agents() -> list[str]:
    """The agents of every product that has a price."""
    return sorted(set(Product.objects.filter(state__in=PRICED).values_list("agent", flat=True)))


def products_priced(agent: str, day: date) -> list[Product]:
    """What has a price on a day: cash-management each day, everything else on trading days."""
    found = Product.objects.filter(agent=agent, state__in=PRICED).order_by("code")
    if not is_trading_day(day):
        found = found.filter(kind=ProductKind.CASH)
    return list(found)


def days_missing(agent: str, last: date) -> list[date]:
    """The days up to `last` whose prices are not in, in order, from the day after the last one that is."""
    files = TaFile.objects.filter(agent=agent, kind=TaFileKind.PRICES, state=TaFileState.APPLIED)
    newest = files.order_by("-on").values_list("on", flat=True).first() or last - timedelta(days=1)
    return [newest + timedelta(days=number) for number in range(1, (last - newest).days + 1)]


def dispatches_to_confirm(agent: str, day: date) -> list[Dispatch]:
    """What the agent has to have confirmed by the morning of a day, oldest first."""
    return list(Dispatch.objects.filter(agent=agent, confirm_on__lte=day).exclude(state="CONFIRMED").order_by("on"))

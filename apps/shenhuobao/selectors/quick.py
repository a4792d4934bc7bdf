"""What has been redeemed at once on a natural day (WM-8)."""

from apps.core.clock import Moment
from apps.core.money import Fen

from ..choices.order import OrderKind
from ..models import Holding, Order
from ..rules import quick_redemption
from ..rules.exact import hundredths


def quick_of_today(holding: Holding, now: Moment) -> list[quick_redemption.Quick]:
    """What the person has drawn of this product on the natural day of `now`."""
    midnight = now.business_at.replace(hour=0, minute=0, second=0, microsecond=0)
    drawn = Order.objects.system("the limit counts all of a person's").filter(
        holding=holding, kind=OrderKind.QUICK, ordered_at__gte=midnight
    )
    return [
        quick_redemption.Quick(at, Fen(hundredths(units)))
        for at, units in drawn.values_list("ordered_at", "units")
        if units is not None  # a redemption has units
    ]

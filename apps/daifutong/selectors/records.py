"""For which months and years an enterprise has something to keep."""

from apps.core.actors import Actor

from ..models import Batch
from ..models.batch import RELEASED


def years_and_months(actor: Actor) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The years with wages of the actor's enterprise and their months, the newest first. One query."""
    rows = Batch.objects.scoped(actor).filter(state__in=RELEASED).order_by("-pay_period")
    months = list(dict.fromkeys(rows.values_list("pay_period", flat=True).distinct()))
    return tuple(
        (year, tuple(month for month in months if month[:4] == year)) for year in dict.fromkeys(m[:4] for m in months)
    )

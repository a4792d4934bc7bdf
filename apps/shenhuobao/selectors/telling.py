"""Who is told of a product, and by what name."""

from uuid import UUID

from ..choices.product import TermsState
from ..models import Holding, Terms


def product_name(product_id: UUID) -> str:
    """As the terms in force name it."""
    return str(Terms.objects.values_list("name", flat=True).get(product=product_id, state=TermsState.IN_FORCE))


def holders_told(product_id: UUID) -> list[UUID]:
    """The persons who hold units of it."""
    rows = Holding.objects.system("holders are told").filter(product=product_id, units__gt=0)
    return list(rows.order_by("person_id").values_list("person_id", flat=True))

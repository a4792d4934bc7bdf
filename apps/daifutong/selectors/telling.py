"""Whom to tell what, for the subscribers. No amounts."""

from dataclasses import dataclass
from uuid import UUID

from ..choices import RowState
from ..models import Batch, Row

WHY = "an event names the batch"


@dataclass(frozen=True, slots=True)
class BatchNames:
    maker_person_id: UUID
    title: str
    pay_period: str
    enterprise_name: str


def batch_names(batch_id: UUID) -> BatchNames:
    """What a notice may say of a batch, and who made it."""
    batch = Batch.objects.system(WHY).select_related("enterprise").get(pk=batch_id)
    return BatchNames(batch.maker_person_id, batch.title, batch.pay_period, batch.enterprise.name)


def people_paid(batch_id: UUID, first: int, last: int) -> list[UUID]:
    """The persons whose lines first … last are paid."""
    rows = Row.objects.system(WHY).filter(
        batch_id=batch_id, number__range=(first, last), state=RowState.PAID, person_id__isnull=False
    )
    return [person_id for person_id in rows.values_list("person_id", flat=True) if person_id]

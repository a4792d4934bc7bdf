from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from .batch import Batch
from .row import Row


class PayReceipt(models.Model):
    """电子回单: the bank's word that a batch, or one line of it, was paid (PY-12), kept so that its code finds it.

    Without `row` it is the batch's; without `person_id` it is the enterprise's copy, else that employee's. `prints`
    counts how often it was asked for: the first is the original, the others are 补打. What it says stands in the batch
    and in the line, which change in one way alone once they are paid: the line comes back (退票), and its code says so.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, db_index=False, related_name="+")
    row = models.ForeignKey(Row, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    person_id = models.UUIDField(null=True)
    code = models.CharField(max_length=16, unique=True, db_collation="C")
    prints = models.PositiveIntegerField(default=0)
    issued_at = models.DateTimeField()

    tenancy = Tenancy(person="person_id", enterprise="batch__enterprise_id")  # bank staff read no wages (PY-13)
    objects = ScopedManager["PayReceipt"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "row", "person_id"], name="daifutong_receipt_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-Z]{16}$"), name="daifutong_receipt_code"),
            models.CheckConstraint(
                condition=Q(person_id__isnull=True) | Q(row__isnull=False), name="daifutong_receipt_copy"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.row_id}"

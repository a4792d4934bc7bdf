from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import REASON_LENGTH


class RepeatPermit(models.Model):
    """重复代发许可: an authoriser's word that the same wages may be paid once more; used up by one batch (PY-11)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey("Batch", on_delete=models.PROTECT, related_name="permits")  # whose wages come again
    person_id = models.UUIDField()
    display = models.CharField(max_length=60)
    reason = models.CharField(max_length=REASON_LENGTH)
    granted_at = models.DateTimeField()

    tenancy = Tenancy(enterprise="batch__enterprise_id", unit="batch__enterprise__unit__path")
    objects = ScopedManager["RepeatPermit"]()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="daifutong_permit_reason")]

    def __str__(self) -> str:
        return f"{self.batch_id}"

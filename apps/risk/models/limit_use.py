from django.db import models
from django.db.models import Q

from apps.core.ids import new_id

from ..choices import DIMENSION_LABELS, PERIOD_LABELS


class LimitUse(models.Model):
    """额度使用: what a subject has reserved and used of a flow in one period. Locked by id before a look."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dimension = models.CharField(max_length=12, choices=[(key.value, label) for key, label in DIMENSION_LABELS.items()])
    subject_id = models.UUIDField()
    flow = models.CharField(max_length=40)
    period = models.CharField(max_length=8, choices=[(key.value, label) for key, label in PERIOD_LABELS.items()])
    starts_on = models.DateField()
    reserved_fen = models.BigIntegerField(default=0)
    used_fen = models.BigIntegerField(default=0)
    reserved_count = models.BigIntegerField(default=0)
    used_count = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "dimension", "flow", "period", "starts_on"], name="risk_limituse_counter"
            ),
            models.CheckConstraint(
                condition=Q(reserved_fen__gte=0, used_fen__gte=0, reserved_count__gte=0, used_count__gte=0),
                name="risk_limituse_never_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.subject_id} {self.flow} {self.period} {self.starts_on}"

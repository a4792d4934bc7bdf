from django.db import models
from django.db.models import F, Q

from apps.core.ids import new_id

from ..choices import STATE_LABELS
from ..choices import ReservationState as S


class Reservation(models.Model):
    """额度预占: one claim that was accepted. (flow, key) is its identity: it counts once, and is settled once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    flow = models.CharField(max_length=40)
    key = models.UUIDField()
    body_hash = models.BinaryField(max_length=32)
    amount = models.BigIntegerField()  # 分
    settled = models.BigIntegerField(default=0)  # 分 of it that were used
    state = models.CharField(max_length=10, choices=[(key.value, label) for key, label in STATE_LABELS.items()])
    business_date = models.DateField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)  # of a reservation; what is taken at once has none
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state=S.RESERVED.value), name="risk_reservation_due")
        ]
        constraints = [
            models.UniqueConstraint(fields=["key", "flow"], name="risk_reservation_key"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="risk_reservation_amount"),
            models.CheckConstraint(
                condition=Q(state=S.RESERVED.value, settled=0, settled_at__isnull=True, expires_at__isnull=False)
                | Q(
                    state=S.COMMITTED.value,
                    settled__gt=0,
                    settled__lte=F("amount"),
                    settled_at__isnull=False,
                )
                | Q(
                    state__in=[S.RELEASED.value, S.EXPIRED.value, S.RETURNED.value],
                    settled=0,
                    settled_at__isnull=False,
                ),
                name="risk_reservation_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flow} {self.key} {self.state}"

from django.db import models
from django.db.models import Q

from ..choices import EventKind
from .limit_use import LimitUse
from .reservation import Reservation

OPENING = [EventKind.RESERVE.value, EventKind.TAKE.value]
SETTLING = [EventKind.COMMIT.value, EventKind.RELEASE.value, EventKind.EXPIRE.value]


class LimitEvent(models.Model):
    """额度流水: one movement of a counter. PostgreSQL refuses to change or delete it; Σ of them is the counter."""

    id = models.BigAutoField(primary_key=True)
    reservation = models.ForeignKey(Reservation, on_delete=models.PROTECT, db_index=False, related_name="events")
    use = models.ForeignKey(LimitUse, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in EventKind])
    reserved_fen = models.BigIntegerField()
    used_fen = models.BigIntegerField()
    reserved_count = models.SmallIntegerField()
    used_count = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reservation", "use"], condition=Q(kind__in=OPENING), name="risk_limitevent_opened_once"
            ),
            models.UniqueConstraint(
                fields=["reservation", "use"], condition=Q(kind__in=SETTLING), name="risk_limitevent_settled_once"
            ),
            models.UniqueConstraint(
                fields=["reservation", "use"],
                condition=Q(kind=EventKind.GIVE_BACK.value),
                name="risk_limitevent_given_back_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in EventKind]), name="risk_limitevent_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reservation_id} {self.use_id}"

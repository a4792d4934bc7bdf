from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import MANDATE_LABELS, MandateState


class Mandate(models.Model):
    """授权: what a person lets others do with their money until it is stopped, used up or over (TX-11).

    `subject` is opaque: what the mandate is for. `terms` are the (label, text) lines that were signed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=60)
    terms = models.JSONField()
    state = models.CharField(
        max_length=10,
        choices=[(key.value, label) for key, label in MANDATE_LABELS.items()],
        default=MandateState.ACTIVE.value,
    )
    signature = models.OneToOneField("agreements.Signature", on_delete=models.PROTECT, related_name="mandate")
    expires_on = models.DateField(null=True)
    signed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    tenancy = Tenancy(person="person_id")
    objects = ScopedManager["Mandate"]()

    class Meta:
        indexes = [models.Index(fields=["person_id", "-signed_at"], name="agreements_mandate_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "kind", "subject_id"],
                condition=Q(state=MandateState.ACTIVE.value),
                name="agreements_mandate_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[key.value for key in MandateState]), name="agreements_mandate_state"
            ),
            models.CheckConstraint(
                condition=Q(state=MandateState.ACTIVE.value, closed_at__isnull=True)
                | (~Q(state=MandateState.ACTIVE.value) & Q(closed_at__isnull=False)),
                name="agreements_mandate_closed_at",
            ),
        ]

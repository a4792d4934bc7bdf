from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import DECISION_LABELS, ConsentDecision


class Consent(models.Model):
    """个人信息同意: one decision of a person about one purpose (PIPL-3). Append-only; the latest row is what holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    purpose = models.CharField(max_length=40)
    decision = models.CharField(max_length=10, choices=[(key.value, label) for key, label in DECISION_LABELS.items()])
    text = models.ForeignKey("agreements.AgreementText", on_delete=models.PROTECT, related_name="consents")
    text_hash = models.CharField(max_length=64)
    channel = models.CharField(max_length=10)
    decided_at = models.DateTimeField()
    device = models.CharField(max_length=120)

    tenancy = Tenancy(person="person_id")
    objects = ScopedManager["Consent"]()

    class Meta:
        indexes = [models.Index(fields=["person_id", "purpose", "-decided_at"], name="agreements_consent_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=[key.value for key in ConsentDecision]), name="agreements_consent_decision"
            )
        ]

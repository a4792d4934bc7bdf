from django.db import models
from django.db.models import F, Q

from apps.core.ids import new_id

from ..choices import TEXT_LABELS, TextState


class AgreementText(models.Model):
    """协议文本: one version of an agreement or of a consent, in the words that people sign. It never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=60)
    body = models.TextField()
    text_hash = models.CharField(max_length=64)
    change_note = models.CharField(max_length=200)
    effective_from = models.DateField()
    state = models.CharField(max_length=10, choices=[(key.value, label) for key, label in TEXT_LABELS.items()])
    maker_person_id = models.UUIDField(null=True)  # null: came with the reference data
    created_at = models.DateTimeField()
    checker_person_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                condition=~Q(state=TextState.REJECTED.value),
                name="agreements_text_version",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state=TextState.PROPOSED.value), name="agreements_text_proposed_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[key.value for key in TextState]), name="agreements_text_state"
            ),
            models.CheckConstraint(
                condition=~Q(maker_person_id=F("checker_person_id")), name="agreements_text_two_persons"
            ),
        ]

from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices.canned import CANNED_LABELS, CannedState
from ..choices.desk import TOPIC_LABELS


class CannedAnswer(models.Model):
    """快捷回复: what agents say often, once approved. `skill` "" is for every topic."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit_path = models.CharField(max_length=60)
    skill = models.CharField(max_length=10, choices=list(TOPIC_LABELS.items()), blank=True)
    title = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    state = models.CharField(max_length=9, choices=list(CANNED_LABELS.items()), default=CannedState.PROPOSED)
    maker_person_id = models.UUIDField()
    maker_display = models.CharField(max_length=60)
    checker_person_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    tenancy = Tenancy(unit="unit_path")
    objects = ScopedManager["CannedAnswer"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(checker_person_id__isnull=True) | ~Q(checker_person_id=F("maker_person_id")),
                name="imessage_canned_two_persons",
            )
        ]

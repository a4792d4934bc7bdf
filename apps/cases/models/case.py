from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import CASE_LABELS, CaseState


class Case(models.Model):
    """An exception that a person must see: with an owner unit, an age and, in the end, a resolution."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=80)
    detail = models.CharField(max_length=300)
    unit_path = models.CharField(max_length=60)
    enterprise_id = models.UUIDField(null=True)
    owner_person_id = models.UUIDField(null=True)
    owner_display = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=8, choices=list(CASE_LABELS.items()), default=CaseState.OPEN)
    proposer_person_id = models.UUIDField(null=True)
    checker_person_id = models.UUIDField(null=True)
    remedy = models.CharField(max_length=20, blank=True)
    resolution = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    tenancy = Tenancy(unit="unit_path")
    objects = ScopedManager["Case"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(~Q(state="CLOSED") & Q(closed_at__isnull=True)) | Q(state="CLOSED", closed_at__isnull=False),
                name="cases_state",
            ),
            models.CheckConstraint(
                condition=Q(checker_person_id__isnull=True) | ~Q(checker_person_id=F("proposer_person_id")),
                name="cases_two_persons",
            ),
        ]
        indexes = [models.Index(fields=["unit_path", "opened_at"], condition=~Q(state="CLOSED"), name="cases_open")]

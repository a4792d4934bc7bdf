from django.db import models
from django.db.models import Q

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
    resolution = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    tenancy = Tenancy(unit="unit_path")
    objects = ScopedManager["Case"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="OPEN", closed_at__isnull=True) | Q(state="CLOSED", closed_at__isnull=False),
                name="cases_state",
            ),
        ]
        indexes = [models.Index(fields=["unit_path", "opened_at"], condition=Q(state="OPEN"), name="cases_open")]

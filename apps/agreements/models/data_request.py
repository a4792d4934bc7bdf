from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import DATA_KIND_LABELS, DATA_STATE_LABELS, DataRequestKind, DataRequestState


class DataRequest(models.Model):
    """个人信息请求: what a person asks about their own data, answered within the workdays of the law (PIPL-5)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=[(key.value, label) for key, label in DATA_KIND_LABELS.items()])
    text = models.CharField(max_length=300)
    state = models.CharField(
        max_length=10,
        choices=[(key.value, label) for key, label in DATA_STATE_LABELS.items()],
        default=DataRequestState.OPEN.value,
    )
    unit_path = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.CharField(max_length=500, blank=True)
    answerer_person_id = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    tenancy = Tenancy(person="person_id", unit="unit_path")
    objects = ScopedManager["DataRequest"]()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(state=DataRequestState.OPEN.value), name="agreements_request_due"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "kind"],
                condition=Q(state=DataRequestState.OPEN.value),
                name="agreements_request_open_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[key.value for key in DataRequestKind]), name="agreements_request_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[key.value for key in DataRequestState]), name="agreements_request_state"
            ),
            models.CheckConstraint(
                condition=Q(state=DataRequestState.OPEN.value, closed_at__isnull=True)
                | (~Q(state=DataRequestState.OPEN.value) & Q(closed_at__isnull=False)),
                name="agreements_request_closed_at",
            ),
        ]

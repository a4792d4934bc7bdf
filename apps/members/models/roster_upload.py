from django.db import models
from django.db.models import Q

from apps.core.crypto import EncryptedField
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import ROSTER_LABELS, SCOPE_LABELS, RosterScope, RosterState


class RosterUpload(models.Model):
    """A roster file between its upload and its confirmation. The rows hold personal data and are kept encrypted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, related_name="roster_uploads")
    file_name = models.CharField(max_length=120)
    scope = models.CharField(
        max_length=4,
        choices=[(key.value, label) for key, label in SCOPE_LABELS.items()],
        default=RosterScope.NEW.value,
    )
    rows = EncryptedField("secret")  # JSON; emptied when the roster is imported or given up
    row_count = models.PositiveIntegerField()
    good_count = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10,
        choices=[(key.value, label) for key, label in ROSTER_LABELS.items()],
        default=RosterState.PREVIEW.value,
    )
    uploader_person_id = models.UUIDField()
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)

    tenancy = Tenancy(enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["RosterUpload"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[key.value for key in RosterState]), name="members_roster_state"
            ),
            models.CheckConstraint(
                condition=Q(scope__in=[key.value for key in RosterScope]), name="members_roster_scope"
            ),
        ]

from django.db import models
from django.db.models import F, Q

from apps.core.actors import ROLE_LABELS
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import STAFF_CHANGE_LABELS, STAFF_DEED_LABELS, StaffChangeState
from ..rules import STAFF_ROLES


class StaffChange(models.Model):
    """What one person proposes about a post or a login of the bank's staff, and another decides (RC-8)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deed = models.CharField(max_length=6, choices=list(STAFF_DEED_LABELS.items()))
    state = models.CharField(
        max_length=8, choices=list(STAFF_CHANGE_LABELS.items()), default=StaffChangeState.PROPOSED.value
    )
    person_id = models.UUIDField()  # whom it is about: neither proposes nor decides
    staff_no = models.CharField(max_length=48)
    unit = models.ForeignKey("members.BankUnit", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(
        max_length=20, blank=True, choices=sorted((role.value, ROLE_LABELS[role]) for role in STAFF_ROLES)
    )
    grant = models.ForeignKey("members.StaffGrant", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    maker_person_id = models.UUIDField()
    maker_display = models.CharField(max_length=60)
    proposed_at = models.DateTimeField()
    decider_person_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    tenancy = Tenancy(unit="unit__path")
    objects = ScopedManager["StaffChange"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "deed", "role"],
                condition=Q(state=StaffChangeState.PROPOSED.value),
                name="members_staff_change_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in StaffChangeState]), name="members_staff_change_state"
            ),
            models.CheckConstraint(
                condition=~Q(person_id=F("maker_person_id"))
                & ~Q(person_id=F("decider_person_id"))
                & ~Q(maker_person_id=F("decider_person_id")),
                name="members_staff_change_persons",
            ),
        ]

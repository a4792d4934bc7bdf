from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import CERTIFICATION_LABELS, CHECK_LABELS, CertificationState, CheckResult

OPEN_STATES = (CertificationState.SUBMITTED.value, CertificationState.REVIEWED.value)


class Certification(models.Model):
    """认证: the bank's decision, by two persons, that an employee is who the roster says and works there (ID-9)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey("members.EmployeeMember", on_delete=models.PROTECT, related_name="certifications")
    state = models.CharField(
        max_length=10,
        choices=[(key.value, label) for key, label in CERTIFICATION_LABELS.items()],
        default=CertificationState.SUBMITTED.value,
    )
    digest = models.CharField(max_length=64)  # of what was submitted; decisions are bound to it
    check_result = models.CharField(
        max_length=14,
        choices=[(key.value, label) for key, label in CHECK_LABELS.items()],
        default=CheckResult.WAITING.value,
    )
    check_reference = models.CharField(max_length=40, blank=True)
    checked_at = models.DateTimeField(null=True)
    submitter_person_id = models.UUIDField()
    submitted_at = models.DateTimeField()
    reviewer_person_id = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    decider_person_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    rejected_field = models.CharField(max_length=20, blank=True)
    rejected_reason = models.CharField(max_length=200, blank=True)

    tenancy = Tenancy(
        person="member__person_id", enterprise="member__enterprise_id", unit="member__enterprise__unit__path"
    )
    objects = ScopedManager["Certification"]()

    class Meta:
        indexes = [
            models.Index(
                fields=["submitted_at"], condition=Q(state__in=OPEN_STATES), name="members_certification_queue"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state__in=OPEN_STATES), name="members_certification_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[key.value for key in CertificationState]), name="members_certification_state"
            ),
            models.CheckConstraint(
                condition=~Q(submitter_person_id=F("reviewer_person_id"))
                & ~Q(submitter_person_id=F("decider_person_id"))
                & ~Q(reviewer_person_id=F("decider_person_id")),
                name="members_certification_persons",
            ),
        ]

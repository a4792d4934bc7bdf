from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import REQUEST_LABELS, VERDICT_LABELS, RequestState, Verdict


class ApprovalRequest(models.Model):
    """What one person made and others must approve. `digest` is the hash of exactly what they were shown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    enterprise_id = models.UUIDField(null=True)
    unit_path = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64)
    summary = models.JSONField(default=dict)
    steps = models.JSONField()  # roles, in order
    steps_done = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=list(REQUEST_LABELS.items()), default=RequestState.PENDING)
    maker_person_id = models.UUIDField()
    maker_display = models.CharField(max_length=60)
    requested_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    tenancy = Tenancy(enterprise="enterprise_id", unit="unit_path")
    objects = ScopedManager["ApprovalRequest"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(state="PENDING"), name="approvals_one_pending"
            ),
            models.UniqueConstraint(fields=["id", "maker_person_id"], name="approvals_request_maker"),
            models.CheckConstraint(condition=Q(state__in=list(REQUEST_LABELS)), name="approvals_request_state"),
        ]
        indexes = [models.Index(fields=["kind", "subject_id"], name="approvals_subject")]


class Decision(models.Model):
    """One person's word. The database refuses the maker, a second word of one person, and any later change."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(ApprovalRequest, on_delete=models.PROTECT, related_name="decisions")
    step = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20)
    person_id = models.UUIDField()
    lender_person_id = models.UUIDField(null=True)  # whose role it was, where it was lent for some days
    maker_person_id = models.UUIDField()  # with `request` a foreign key to the request's own maker (migration 0001)
    display = models.CharField(max_length=60)
    verdict = models.CharField(max_length=8, choices=list(VERDICT_LABELS.items()))
    reason = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    decided_at = models.DateTimeField()

    tenancy = Tenancy(enterprise="request__enterprise_id", unit="request__unit_path")
    objects = ScopedManager["Decision"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person_id=F("maker_person_id")), name="approvals_four_eyes"),
            models.CheckConstraint(condition=Q(verdict__in=list(Verdict)), name="approvals_verdict"),
            models.UniqueConstraint(fields=["request", "person_id"], name="approvals_one_word_each"),
            models.UniqueConstraint(fields=["request", "step"], name="approvals_one_word_a_step"),
        ]

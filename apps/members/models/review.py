from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import (
    HIGH,
    LOW,
    REVIEW_KIND_LABELS,
    REVIEW_LABELS,
    RISK_LABELS,
    SAMPLE_LABELS,
    WORD_LABELS,
    ReviewKind,
    ReviewState,
    Word,
)

WAITING = (ReviewState.SUBMITTED.value, ReviewState.REVIEWED.value, ReviewState.DISPUTED.value)


class Review(models.Model):
    """审核件: one submission on the bank's desk, of an employee or an enterprise. What it asks for is `subject_id`.

    The queue reads this table alone: title and note are masked already. Its state moves with that of its subject, in
    the same transaction.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=[(key.value, text) for key, text in REVIEW_KIND_LABELS.items()])
    subject_id = models.UUIDField()
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, related_name="reviews")
    unit_path = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    note = models.CharField(max_length=40)  # employee number or USCC
    state = models.CharField(
        max_length=10,
        choices=[(key.value, text) for key, text in REVIEW_LABELS.items()],
        default=ReviewState.SUBMITTED.value,
    )
    risk = models.PositiveSmallIntegerField(choices=list(RISK_LABELS.items()), default=LOW)
    reasons = models.JSONField(default=list)  # codes of rules.reviews
    submitter_person_id = models.UUIDField()
    submitted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimer_person_id = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    assignee_person_id = models.UUIDField(null=True)  # a lead has said who is to do it
    first_person_id = models.UUIDField(null=True)
    second_person_id = models.UUIDField(null=True)  # at high risk, whose word differed from the first
    decider_person_id = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    is_sampled = models.BooleanField(default=False)
    sampler_person_id = models.UUIDField(null=True)
    sample_result = models.CharField(
        max_length=8, blank=True, choices=[(key.value, text) for key, text in SAMPLE_LABELS.items()]
    )
    sample_note = models.CharField(max_length=200, blank=True)
    sampled_at = models.DateTimeField(null=True)

    tenancy = Tenancy(enterprise="enterprise_id", unit="unit_path")
    objects = ScopedManager["Review"]()

    class Meta:
        indexes = [
            models.Index(
                fields=["-risk", "submitted_at", "id"], condition=Q(state__in=WAITING), name="members_review_queue"
            ),
            models.Index(
                fields=["-closed_at", "id"], condition=Q(closed_at__isnull=False), name="members_review_closed"
            ),
            models.Index(
                fields=["closed_at"], condition=Q(is_sampled=True, sampled_at=None), name="members_review_sample"
            ),
            models.Index(
                fields=["claimer_person_id"], condition=Q(claimer_person_id__isnull=False), name="members_review_lease"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(state__in=WAITING), name="members_review_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[key.value for key in ReviewState]), name="members_review_state"
            ),
            models.CheckConstraint(condition=Q(kind__in=[key.value for key in ReviewKind]), name="members_review_kind"),
            models.CheckConstraint(condition=Q(risk__gte=LOW, risk__lte=HIGH), name="members_review_risk"),
            models.CheckConstraint(
                condition=~Q(sampler_person_id=F("first_person_id"))
                & ~Q(sampler_person_id=F("second_person_id"))
                & ~Q(sampler_person_id=F("decider_person_id")),
                name="members_review_sampler",
            ),
        ]


class ReviewWord(models.Model):
    """审核意见: one person's word on a case, given once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="words")
    step = models.PositiveSmallIntegerField()
    person_id = models.UUIDField()
    display = models.CharField(max_length=60)
    word = models.CharField(max_length=8, choices=[(key.value, text) for key, text in WORD_LABELS.items()])
    field = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    waited_seconds = models.PositiveIntegerField()  # since the submission, or the word before
    at = models.DateTimeField()

    tenancy = Tenancy(unit="review__unit_path")
    objects = ScopedManager["ReviewWord"]()

    class Meta:
        indexes = [models.Index(fields=["at"], name="members_word_at")]
        constraints = [
            models.UniqueConstraint(fields=["review", "person_id"], name="members_word_each"),
            models.UniqueConstraint(fields=["review", "step"], name="members_word_step"),
            models.CheckConstraint(condition=Q(word__in=[key.value for key in Word]), name="members_word"),
        ]


class StaffAbsence(models.Model):
    """离岗: from when to when somebody of the bank takes no cases."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    unit_path = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()  # the last day of it
    reason = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    tenancy = Tenancy(person="person_id", unit="unit_path")
    objects = ScopedManager["StaffAbsence"]()

    class Meta:
        indexes = [models.Index(fields=["person_id", "ends_on"], name="members_absence_person")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="members_absence_days"),
        ]

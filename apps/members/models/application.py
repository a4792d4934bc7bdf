from django.db import models
from django.db.models import F, Q

from apps.core.crypto import EncryptedField
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import (
    APPLICATION_KIND_LABELS,
    APPLICATION_LABELS,
    CHECK_LABELS,
    PAPER_LABELS,
    ApplicationKind,
    ApplicationState,
    CheckResult,
    PaperKind,
)

WAITING_STATES = (ApplicationState.SUBMITTED.value, ApplicationState.REVIEWED.value)
OPEN_STATES = (ApplicationState.DRAFT.value, ApplicationState.REJECTED.value, *WAITING_STATES)
_TENANCY = Tenancy(enterprise="application__enterprise_id", unit="application__enterprise__unit__path")


class EnterpriseApplication(models.Model):
    """企业认证申请: what an enterprise states and proves of itself, for the bank's decision by two persons (ID-8).

    What was wrong (`rejected_field`) is open again after a rejection, and nothing else.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, related_name="applications")
    kind = models.CharField(max_length=8, choices=[(key.value, text) for key, text in APPLICATION_KIND_LABELS.items()])
    state = models.CharField(
        max_length=10,
        choices=[(key.value, label) for key, label in APPLICATION_LABELS.items()],
        default=ApplicationState.DRAFT.value,
    )
    address = models.CharField(max_length=120, blank=True)
    business_scope = models.CharField(max_length=200, blank=True)
    established_on = models.DateField(null=True)
    licence_until = models.DateField(null=True)  # null with established_on: 长期
    legal_name = models.CharField(max_length=60, blank=True)
    legal_id_number = EncryptedField("id_number", null=True)
    legal_check = models.CharField(
        max_length=14,
        choices=[(key.value, label) for key, label in CHECK_LABELS.items()],
        default=CheckResult.WAITING.value,
    )
    legal_check_reference = models.CharField(max_length=40, blank=True)
    legal_checked_at = models.DateTimeField(null=True)
    register_check = models.CharField(
        max_length=14,
        choices=[(key.value, label) for key, label in CHECK_LABELS.items()],
        default=CheckResult.WAITING.value,
    )
    register_reference = models.CharField(max_length=40, blank=True)
    register_checked_at = models.DateTimeField(null=True)
    account_number = EncryptedField("account_number", null=True)
    account_tail = models.CharField(max_length=4, blank=True)
    account_bank = models.CharField(max_length=12, blank=True)  # 支付系统行号; empty: at this bank
    proof_reference = models.CharField(max_length=20, blank=True)
    proof_fen = models.BigIntegerField(null=True)
    proof_sent_at = models.DateTimeField(null=True)
    proof_starts = models.PositiveSmallIntegerField(default=0)
    proof_tries = models.PositiveSmallIntegerField(default=0)
    proof_failed = models.CharField(max_length=60, blank=True)
    proved_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)  # of what was submitted; decisions are bound to it
    submitter_person_id = models.UUIDField(null=True)
    submitted_at = models.DateTimeField(null=True)
    reviewer_person_id = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    decider_person_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    rejected_field = models.CharField(max_length=20, blank=True)
    rejected_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    tenancy = Tenancy(enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["EnterpriseApplication"]()

    class Meta:
        indexes = [
            models.Index(
                fields=["submitted_at"], condition=Q(state__in=WAITING_STATES), name="members_application_queue"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(state__in=OPEN_STATES), name="members_application_open"
            ),
            models.UniqueConstraint(
                fields=["proof_reference"], condition=~Q(proof_reference=""), name="members_application_proof"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[key.value for key in ApplicationState]), name="members_application_state"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[key.value for key in ApplicationKind]), name="members_application_kind"
            ),
            models.CheckConstraint(
                condition=~Q(submitter_person_id=F("reviewer_person_id"))
                & ~Q(submitter_person_id=F("decider_person_id"))
                & ~(Q(state=ApplicationState.APPROVED.value) & Q(reviewer_person_id=F("decider_person_id"))),
                name="members_application_persons",
            ),
        ]


class BeneficialOwner(models.Model):
    """受益所有人: who owns a quarter or more, or controls the enterprise in fact (ID-8)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(EnterpriseApplication, on_delete=models.CASCADE, related_name="owners")
    name = models.CharField(max_length=60)
    id_number = EncryptedField("id_number")
    percent = models.DecimalField(max_digits=5, decimal_places=2)

    tenancy = _TENANCY
    objects = ScopedManager["BeneficialOwner"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="members_owner_percent")
        ]


class Paper(models.Model):
    """影像资料: a picture or PDF of a paper, kept encrypted (base64 of its bytes)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(EnterpriseApplication, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=8, choices=[(key.value, label) for key, label in PAPER_LABELS.items()])
    content = EncryptedField("secret")
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    tenancy = _TENANCY
    objects = ScopedManager["Paper"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "kind"], name="members_paper_once"),
            models.CheckConstraint(condition=Q(kind__in=[key.value for key in PaperKind]), name="members_paper_kind"),
        ]


class Nominee(models.Model):
    """拟任操作员: who shall act for the enterprise once it is certified."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(EnterpriseApplication, on_delete=models.CASCADE, related_name="nominees")
    role = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    id_number = EncryptedField("id_number")
    mobile = EncryptedField("mobile")

    tenancy = _TENANCY
    objects = ScopedManager["Nominee"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "role"], name="members_nominee_role")]


OF_APPLICATION = "parts of an application within reach"


def owners_of(application: EnterpriseApplication) -> "models.QuerySet[BeneficialOwner]":
    """The beneficial owners of an application that the caller has scoped."""
    return BeneficialOwner.objects.system(OF_APPLICATION).filter(application=application)


def papers_of(application: EnterpriseApplication) -> "models.QuerySet[Paper]":
    """The papers of an application that the caller has scoped."""
    return Paper.objects.system(OF_APPLICATION).filter(application=application)


def nominees_of(application: EnterpriseApplication) -> "models.QuerySet[Nominee]":
    """The nominees of an application that the caller has scoped."""
    return Nominee.objects.system(OF_APPLICATION).filter(application=application)

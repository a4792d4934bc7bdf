from uuid import UUID

from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import BATCH_LABELS, KIND_LABELS, BatchKind, BatchState
from ..rules.batch import VOID

PEOPLE = ("maker_person_id", "checker_person_id", "authoriser_person_id", "second_authoriser_person_id")
RELEASED = [BatchState.DISBURSING, BatchState.IN_DOUBT, BatchState.DONE, BatchState.PART_FAILED]


class Batch(models.Model):
    """代发批次: a file of wages on its way from the maker's upload to the employees' accounts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=10, choices=list(KIND_LABELS.items()), default=BatchKind.SALARY)
    pay_period = models.CharField(max_length=7)  # 2026-02
    is_confidential = models.BooleanField(default=False)  # its lines are for those whom the contract names
    wanted_on = models.DateField(null=True)  # when the maker wants it paid; null: as soon as it is approved
    pay_on = models.DateField(null=True)  # that day, or the nearest workday before it (PY-8)
    title = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=list(BATCH_LABELS.items()), default=BatchState.UPLOADED)
    outcome = models.CharField(max_length=3, blank=True)  # P10, P11, P12, P99: why the payer was not debited

    file_name = models.CharField(max_length=120)
    file_sha256 = models.CharField(max_length=64)
    # Set while it blocks the same file again: emptied by rejection, cancellation and after 30 days (PY-11).
    file_guard = models.CharField(max_length=64, null=True)
    fingerprint = models.CharField(max_length=64, blank=True)  # period, kind and sorted (account, amount) (PY-11)
    content_hash = models.CharField(max_length=64, blank=True)  # what the approvals are bound to; set by submitting

    # The same wages as an earlier batch, which an authoriser has permitted: it makes the fingerprint another one.
    permit = models.ForeignKey(
        "RepeatPermit", on_delete=models.PROTECT, null=True, db_index=False, related_name="batches"
    )
    overlap_percent = models.PositiveSmallIntegerField(default=0)  # 0: below what is worth a warning (PY-11)
    overlap_reference = models.CharField(max_length=20, blank=True)  # the batch of the same period that is so alike

    row_count = models.PositiveIntegerField(default=0)  # without dropped lines, as all four
    total_fen = models.BigIntegerField(default=0)  # readable amounts, lines with errors included
    error_count = models.PositiveIntegerField(default=0)
    warning_count = models.PositiveIntegerField(default=0)
    parts_left = models.PositiveIntegerField(default=0)  # chunks and other-bank lines that have no first result yet
    returned_fen = models.BigIntegerField(default=0)
    fee_own_fen = models.PositiveIntegerField(default=0)  # 分 a paid line, VAT included, as signed when it left (PY-16)
    fee_other_fen = models.PositiveIntegerField(default=0)

    payer_account_id = models.UUIDField()  # bankaccounts
    payer_ledger_id = models.UUIDField()  # ledger
    payer_name = models.CharField(max_length=120)
    payer_masked = models.CharField(max_length=32)
    transit_ledger_id = models.UUIDField(null=True)  # ledger: this batch's own 2241.01

    # How its payslips look: what was in force at the release, for good.
    template = models.ForeignKey(
        "PayslipTemplate", on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )

    maker_person_id = models.UUIDField()
    maker_display = models.CharField(max_length=60)
    checker_person_id = models.UUIDField(null=True)
    authoriser_person_id = models.UUIDField(null=True)
    second_authoriser_person_id = models.UUIDField(null=True)
    approval_id = models.UUIDField(null=True)
    approvals_due = models.PositiveSmallIntegerField(default=0)  # how many of PY-6's approvers the total needs

    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    tenancy = Tenancy(enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["Batch"]()

    class Meta:
        indexes = [models.Index(fields=["enterprise", "-created_at"], name="daifutong_batch_list")]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "file_guard"], name="daifutong_batch_file"),
            models.UniqueConstraint(
                fields=["enterprise", "fingerprint"],
                condition=~Q(fingerprint="") & ~Q(state__in=list(VOID)),
                name="daifutong_batch_fingerprint",
            ),
            models.UniqueConstraint(fields=["permit"], name="daifutong_batch_permit"),
            models.CheckConstraint(
                condition=Q(overlap_percent=0, overlap_reference="")
                | Q(overlap_percent__range=(1, 100)) & ~Q(overlap_reference=""),
                name="daifutong_batch_overlap",
            ),
            models.CheckConstraint(condition=Q(state__in=list(BatchState)), name="daifutong_batch_state"),
            models.CheckConstraint(condition=Q(kind__in=list(BatchKind)), name="daifutong_batch_kind"),
            models.CheckConstraint(
                condition=Q(wanted_on__isnull=True, pay_on__isnull=True) | Q(pay_on__lte=F("wanted_on")),
                name="daifutong_batch_pay_on",
            ),
            models.CheckConstraint(condition=Q(total_fen__gte=0, returned_fen__gte=0), name="daifutong_batch_sums"),
            models.CheckConstraint(
                condition=~Q(state__in=RELEASED) | Q(transit_ledger_id__isnull=False, checker_person_id__isnull=False),
                name="daifutong_batch_released",
            ),
            *(
                models.CheckConstraint(condition=~Q(**{one: F(other)}), name=f"daifutong_{one[:-10]}_{other[:-10]}")
                for at, one in enumerate(PEOPLE)
                for other in PEOPLE[at + 1 :]
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def approvers(self) -> tuple[UUID | None, UUID | None, UUID | None]:
        """Who has agreed, in the order of the steps; None where nobody has yet."""
        return self.checker_person_id, self.authoriser_person_id, self.second_authoriser_person_id

    @property
    def approvals_given(self) -> int:
        """How many steps are done, which is the number of the next one."""
        return sum(person is not None for person in self.approvers)

    @property
    def transit(self) -> UUID:
        """The ledger account through which this batch pays. Raises ValueError before its release."""
        if self.transit_ledger_id is None:
            raise ValueError(f"batch {self.reference} was not released")
        return self.transit_ledger_id

from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import (
    ALLOTMENT_LABELS,
    DAY_COUNT_LABELS,
    ISSUE_LABELS,
    PROCEEDS_LABELS,
    REASON_LENGTH,
    TITLE_LENGTH,
    Allotment,
    DayCount,
    IssueState,
)

UNLISTED = [IssueState.DRAFT, IssueState.ENT_CHECK, IssueState.BANK_REVIEW, IssueState.BANK_APPROVE,
            IssueState.REJECTED, IssueState.CANCELLED, IssueState.ARCHIVED]  # fmt: skip
LENT = [IssueState.ACTIVE, IssueState.EARLY_REPAYING, IssueState.REPAYING, IssueState.PARTIALLY_REPAID,
        IssueState.OVERDUE, IssueState.DEFAULTED, IssueState.REPAID]  # fmt: skip


class Issue(models.Model):
    """同心宝发行: an enterprise asks its own employees for a loan; from the draft to the last fen.

    A draft may have gaps; what is submitted has none, and is frozen under `content_hash`. Amounts in 分, rates in % a
    year, days of Asia/Shanghai.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, db_index=False, related_name="+")
    state = models.CharField(max_length=16, choices=list(ISSUE_LABELS.items()), default=IssueState.DRAFT)

    title = models.CharField(max_length=TITLE_LENGTH)
    scale_fen = models.BigIntegerField(null=True)
    rate = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    overdue_rate = models.DecimalField(max_digits=7, decimal_places=4, null=True)  # null: as TX-26 has it
    day_count = models.CharField(max_length=7, choices=list(DAY_COUNT_LABELS.items()), default=DayCount.ACT_365)
    allotment = models.CharField(max_length=10, choices=list(ALLOTMENT_LABELS.items()), default=Allotment.FIRST_COME)
    open_at = models.DateTimeField(null=True)  # business time, as close_at
    close_at = models.DateTimeField(null=True)
    maturity_date = models.DateField(null=True)
    interest_dates = models.JSONField(default=list)  # ISO dates before the maturity; empty: interest at the end
    may_repay_early = models.BooleanField(default=True)
    may_exit = models.BooleanField(default=False)  # a lender may ask for the money back before its day (TX-25)
    proceeds = models.CharField(max_length=10, choices=list(PROCEEDS_LABELS.items()), blank=True)
    disclosures = models.JSONField(default=dict)  # Disclosure -> what the enterprise says (TX-12)
    net_assets_fen = models.BigIntegerField(null=True)  # audited, of the year before (TX-20)
    account_id = models.UUIDField(null=True)  # bankaccounts: the enterprise's own; takes the money and pays it back
    account_ledger_id = models.UUIDField(null=True)  # ledger
    account_masked = models.CharField(max_length=32, blank=True)

    # What was fixed on the way.
    content_hash = models.CharField(max_length=64, blank=True)
    suggested_fen = models.BigIntegerField(null=True)  # of twelve months' wages, when submitted: for the reviewer's eye
    min_order_fen = models.BigIntegerField(null=True)  # the parameters on the day of listing, for good
    step_fen = models.BigIntegerField(null=True)
    person_max_fen = models.BigIntegerField(null=True)
    min_ratio = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    lpr = models.DecimalField(max_digits=7, decimal_places=4, null=True)  # when listed (TX-6)
    listed_on = models.DateField(null=True)
    opinion = models.CharField(max_length=REASON_LENGTH, blank=True)  # the reviewer's
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)  # of the last sending back, stop or end

    cancel_reason = models.CharField(max_length=REASON_LENGTH, blank=True)  # while calling it off waits for the bank

    # What came of it. `taken_fen` is race-safe under the lock of the issue (TX-30).
    taken_fen = models.BigIntegerField(default=0)  # held, later allotted
    reserved_fen = models.BigIntegerField(default=0)  # of released lists, and not held: nobody else's room (ADR 17)
    has_entrusted = models.BooleanField(default=False)  # a list was released: figures of it stay sealed (ADR 17)
    order_number = models.PositiveIntegerField(default=0)  # of the last order
    raised_fen = models.BigIntegerField(default=0)  # lent
    value_date = models.DateField(null=True)
    transit_ledger_id = models.UUIDField(null=True)  # ledger: this issue's own 2241.03
    due_on = models.DateField(null=True)  # the maturity, or the workday after it that the calendar has made (TX-24)
    early_on = models.DateField(null=True)  # the day on which the enterprise repays early (TX-25)

    maker_person_id = models.UUIDField()
    maker_display = models.CharField(max_length=60)
    checker_person_id = models.UUIDField(null=True)
    reviewer_person_id = models.UUIDField(null=True)
    approver_person_id = models.UUIDField(null=True)
    approval_id = models.UUIDField(null=True)

    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    listed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    tenancy = Tenancy(enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["Issue"]()

    class Meta:
        indexes = [models.Index(fields=["enterprise", "-created_at"], name="tongxinbao_issue_list")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(IssueState)), name="tongxinbao_issue_state"),
            models.CheckConstraint(condition=Q(rate__gt=0) | Q(rate__isnull=True), name="tongxinbao_issue_rate"),
            models.CheckConstraint(
                condition=Q(scale_fen__gt=0) | Q(scale_fen__isnull=True), name="tongxinbao_issue_scale"
            ),
            models.CheckConstraint(
                condition=Q(taken_fen__gte=0, reserved_fen__gte=0, raised_fen__gte=0, raised_fen__lte=F("taken_fen")),
                name="tongxinbao_issue_sums",
            ),
            models.CheckConstraint(
                condition=Q(allotment=Allotment.PRO_RATA)
                | Q(taken_fen=0, reserved_fen=0)
                | Q(taken_fen__lte=F("scale_fen") - F("reserved_fen")),
                name="tongxinbao_issue_taken",
            ),
            models.CheckConstraint(
                condition=Q(raised_fen=0) | Q(raised_fen__lte=F("scale_fen")), name="tongxinbao_issue_raised"
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNLISTED) | Q(listed_on__isnull=False, lpr__isnull=False, rate__isnull=False,
                    scale_fen__isnull=False, account_ledger_id__isnull=False, min_order_fen__isnull=False,
                    step_fen__isnull=False, person_max_fen__isnull=False, min_ratio__isnull=False,
                    open_at__isnull=False, close_at__gt=F("open_at"), maturity_date__isnull=False),
                name="tongxinbao_issue_listed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=LENT)
                | Q(value_date__isnull=False, transit_ledger_id__isnull=False, due_on__isnull=False),
                name="tongxinbao_issue_lent",
            ),
            models.CheckConstraint(
                condition=~Q(maker_person_id=F("checker_person_id")), name="tongxinbao_issue_maker_checker"
            ),
            models.CheckConstraint(
                condition=~Q(reviewer_person_id=F("approver_person_id")), name="tongxinbao_issue_reviewer_approver"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference

"""Tables of the ground floor: the bank's day, the calendar, parameters, keys, events, jobs, seals."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from .choices import DAY_LABELS, STEP_LABELS, DayState, StepState
from .errors import Unavailable
from .ids import new_id


class BankDayManager(models.Manager["BankDay"]):
    def open_date(self) -> date:
        """The open business date. Raises Unavailable when no day is open."""
        day = self.filter(state=DayState.OPEN).values_list("business_date", flat=True).first()
        if day is None:
            raise Unavailable("银行营业日尚未开启,请稍后再试。")
        return day


class BankDay(models.Model):
    """A natural day of the bank's books (core.bankday). At most one is open, at most one is being closed."""

    business_date = models.DateField(primary_key=True)
    state = models.CharField(
        max_length=8, choices=[(state.value, label) for state, label in DAY_LABELS.items()], default=DayState.OPEN.value
    )
    opened_at = models.DateTimeField()
    cut_off_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = BankDayManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="OPEN"), name="core_one_open_day"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="CUTOFF"), name="core_one_closing_day"),
            models.CheckConstraint(condition=Q(state__in=["OPEN", "CUTOFF", "CLOSED"]), name="core_bankday_state"),
        ]


class CloseStep(models.Model):
    """A step of a day's close. Its key is (job, business date, partition): a second run is refused by it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    business_date = models.DateField()
    job = models.CharField(max_length=60)
    partition = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=8,
        choices=[(state.value, label) for state, label in STEP_LABELS.items()],
        default=StepState.WAITING.value,
    )
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    report = models.JSONField(default=dict)  # core.bankday.Report
    fault = models.CharField(max_length=300, blank=True)  # why it failed, and what to do

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business_date", "job", "partition"], name="core_close_step_key"),
            models.CheckConstraint(
                condition=Q(state__in=["WAITING", "RUNNING", "FAILED"]) | Q(state="DONE", finished_at__isnull=False),
                name="core_close_step_state",
            ),
        ]


class CalendarYear(models.Model):
    """A year whose days are loaded. PROVISIONAL: weekends only, until the holiday notice comes (G-5)."""

    class State(models.TextChoices):
        LOADED = "LOADED", "已载入"
        PROVISIONAL = "PROVISIONAL", "暂定"

    year = models.PositiveSmallIntegerField(primary_key=True)
    state = models.CharField(max_length=12, choices=State.choices)
    source = models.CharField(max_length=60)


class CalendarDay(models.Model):
    """One day: a 调休 weekend is a workday and no trading day (G-3)."""

    day = models.DateField(primary_key=True)
    year = models.ForeignKey(CalendarYear, on_delete=models.PROTECT)
    is_workday = models.BooleanField()
    is_trading_day = models.BooleanField()
    name = models.CharField(max_length=20, blank=True)


class Parameter(models.Model):
    """One dated value of a parameter (core.params). Seeded values have neither maker nor checker."""

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", "待复核"
        ACTIVE = "ACTIVE", "已生效"
        REJECTED = "REJECTED", "已退回"
        LAPSED = "LAPSED", "已失效"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=80)
    value = models.CharField(max_length=200)
    effective_from = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.CharField(max_length=200, blank=True)
    maker_person_id = models.UUIDField(null=True)
    checker_person_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["key", "-effective_from"], name="core_parameter_lookup")]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(state="PROPOSED"), name="core_one_proposal"),
            models.CheckConstraint(
                condition=~Q(maker_person_id=F("checker_person_id")), name="core_parameter_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state="ACTIVE", maker_person_id__isnull=True, checker_person_id__isnull=True)
                | Q(state__in=["PROPOSED", "LAPSED"], maker_person_id__isnull=False, checker_person_id__isnull=True)
                | Q(state__in=["ACTIVE", "REJECTED"], maker_person_id__isnull=False, checker_person_id__isnull=False),
                name="core_parameter_state",
            ),
        ]


class IdempotencyRecord(models.Model):
    """The stored answer to a request that had an effect. Kept for ever where money moved."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    route = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    body_hash = models.CharField(max_length=64)
    answer = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise_id", "person_id", "route", "key"], nulls_distinct=False, name="core_idempotency_key"
            )
        ]


class OutboxEvent(models.Model):
    """What happened, written in the transaction in which it happened; the relay hands it to the subscribers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    relayed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(relayed_at__isnull=True), name="core_outbox_waiting")]


class Job(models.Model):
    """Work that outlives a process. Claimed under a lease; `attempt` is the fencing token."""

    class State(models.TextChoices):
        DUE = "DUE", "待执行"
        LEASED = "LEASED", "执行中"
        DONE = "DONE", "已完成"
        PARKED = "PARKED", "已搁置"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=160)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    woken_at = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=8)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="core_job_key"),
            models.CheckConstraint(condition=Q(state__in=["DUE", "LEASED", "DONE", "PARKED"]), name="core_job_state"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="DUE"), name="core_job_due"),
            models.Index(fields=["lease_until"], condition=Q(state="LEASED"), name="core_job_leased"),
        ]


class SealBlock(models.Model):
    """The head of a tree over all rows of a stream whose transactions lie in (from_xact, to_xact]; blocks form a chain.

    `block_hash` is the head (core.proofs); `part_count` counts the rows' parts, say the legs of journals.
    """

    id = models.BigAutoField(primary_key=True)
    stream = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField()
    from_xact = models.BigIntegerField()
    to_xact = models.BigIntegerField()
    row_count = models.PositiveIntegerField()
    part_count = models.PositiveBigIntegerField()
    previous_hash = models.BinaryField(max_length=32)
    block_hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="core_seal_number")]

from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import RHYTHM_LABELS
from ..choices.instruction import (
    INSTRUCTION_KIND_LABELS,
    INSTRUCTION_LABELS,
    OPEN_INSTRUCTIONS,
    InstructionKind,
    InstructionState,
)

K = InstructionKind


class Instruction(models.Model):
    """自动申购约定: a person's own signed word to buy a product again and again, from the own account (WM-13).

    定投 buys `fen` on the days of its rhythm, next for the one agreed as `next_on`; 工资日自动转入 buys `percent` of
    each wage that comes to the account, `cap_fen` at most, for its plan; 利民宝 sweeps what stands above `floor_fen`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=11, choices=list(INSTRUCTION_KIND_LABELS.items()))
    state = models.CharField(max_length=7, choices=list(INSTRUCTION_LABELS.items()), default=InstructionState.ACTIVE)
    person_id = models.UUIDField()  # identity
    unit_path = models.CharField(max_length=60)
    product = models.ForeignKey("Product", on_delete=models.PROTECT, related_name="instructions")
    plan = models.ForeignKey("Plan", on_delete=models.PROTECT, null=True, related_name="instructions")
    account_id = models.UUIDField()  # bankaccounts: the person's own
    account_ledger_id = models.UUIDField()  # ledger
    account_masked = models.CharField(max_length=32)
    mandate_id = models.UUIDField()  # agreements: the one that holds now

    fen = models.BigIntegerField(null=True)
    rhythm = models.CharField(max_length=11, choices=list(RHYTHM_LABELS.items()), blank=True)
    day = models.PositiveSmallIntegerField(null=True)  # of the week, Monday 1, or of the month
    starts_on = models.DateField(null=True)
    next_on = models.DateField(null=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    cap_fen = models.BigIntegerField(null=True)
    floor_fen = models.BigIntegerField(null=True)

    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    evidence = models.JSONField(default=dict)  # what was read before it was signed (WM-5)
    signed_at = models.DateTimeField()  # business time
    ended_at = models.DateTimeField(null=True)

    tenancy = Tenancy(person="person_id", unit="unit_path")
    objects = ScopedManager["Instruction"]()

    class Meta:
        indexes = [
            models.Index(fields=["next_on"], condition=Q(state="ACTIVE"), name="shenhuobao_instruction_due"),
            models.Index(
                fields=["account_ledger_id"], condition=Q(state="ACTIVE", kind="PAY_DAY"), name="shenhuobao_payday"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "product", "kind"],
                condition=Q(state__in=OPEN_INSTRUCTIONS),
                name="shenhuobao_instruction_one",
            ),
            models.UniqueConstraint(
                fields=["account_id"],
                condition=Q(kind=K.SWEEP, state__in=OPEN_INSTRUCTIONS),
                name="shenhuobao_sweep_one",
            ),
            models.CheckConstraint(condition=Q(state__in=list(InstructionState)), name="shenhuobao_instruction_state"),
            models.CheckConstraint(
                condition=Q(kind=K.AUTO_INVEST, fen__gt=0, day__gte=1, day__lte=28, next_on__isnull=False)
                | Q(kind=K.PAY_DAY, percent__gt=0, percent__lte=100, plan__isnull=False)
                | Q(kind=K.SWEEP, floor_fen__gte=0),
                name="shenhuobao_instruction_terms",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_INSTRUCTIONS, ended_at__isnull=True)
                | ~Q(state__in=OPEN_INSTRUCTIONS) & Q(ended_at__isnull=False),
                name="shenhuobao_instruction_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Run(models.Model):
    """执行: what an instruction did on one occasion, and why it did nothing. Once for each: that is its key.

    `occasion` is the day that was agreed, the payroll's line, or the day of the sweep. `journal` and `leg` are where
    the wage stands in the books.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, db_index=False, related_name="runs")
    occasion = models.CharField(max_length=36, db_collation="C")
    fen = models.BigIntegerField()  # that it wanted to buy for
    order = models.OneToOneField("Order", on_delete=models.PROTECT, null=True, related_name="run")
    outcome = models.CharField(max_length=20, blank=True)  # why nothing was bought: a code; "": bought
    line_id = models.UUIDField(null=True)
    journal_id = models.UUIDField(null=True)
    leg = models.PositiveSmallIntegerField(null=True)
    on = models.DateField()
    at = models.DateTimeField()  # business time

    tenancy = Tenancy(person="instruction__person_id", unit="instruction__unit_path")
    objects = ScopedManager["Run"]()

    class Meta:
        indexes = [models.Index(fields=["line_id"], condition=Q(line_id__isnull=False), name="shenhuobao_run_line")]
        constraints = [
            models.UniqueConstraint(fields=["instruction", "occasion"], name="shenhuobao_run_once"),
            models.CheckConstraint(
                condition=~Q(outcome="") | Q(order__isnull=False, fen__gt=0), name="shenhuobao_run_bought"
            ),
        ]

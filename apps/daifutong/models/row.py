from django.db import models
from django.db.models import Q

from apps.core.crypto import BlindIndexField, EncryptedField
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id
from apps.core.money import Fen

from ..choices import LEFT_OUT, ROW_LABELS, Channel, RowState
from .batch import Batch


class Row(models.Model):
    """代发明细: one wage. Loaded by COPY and moved by set-based statements; its state stands in no index (HOT)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, db_index=False, related_name="rows")
    number = models.PositiveIntegerField()  # 1-based record in the file, header included
    name = models.CharField(max_length=120)
    account = EncryptedField("account_number")
    account_index = BlindIndexField("account")
    account_tail = models.CharField(max_length=4)
    amount_fen = models.BigIntegerField(null=True)
    amount_text = models.CharField(max_length=60, blank=True)  # as typed, while it cannot be read
    remark = models.CharField(max_length=120, blank=True)
    emp_no = models.CharField(max_length=40, blank=True)
    errors = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    items = models.JSONField(default=list)  # [label, 分] as the employer's file lists them, for the payslip

    channel = models.CharField(max_length=5, choices=[(Channel.OWN, "本行"), (Channel.OTHER, "跨行")])
    payee_bank = models.CharField(max_length=12, blank=True)  # 支付系统行号, other bank
    payee_account_id = models.UUIDField(null=True)  # bankaccounts, own bank
    payee_ledger_id = models.UUIDField(null=True)  # ledger, own bank
    person_id = models.UUIDField(null=True)

    state = models.CharField(max_length=8, choices=list(ROW_LABELS.items()), default=RowState.PENDING)
    outcome = models.CharField(max_length=3, blank=True)
    paid_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)  # 退票: the other bank sent back what had been paid

    tenancy = Tenancy(enterprise="batch__enterprise_id", unit="batch__enterprise__unit__path")
    objects = ScopedManager["Row"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="daifutong_row_number"),
            models.CheckConstraint(
                condition=Q(amount_fen__isnull=True) | Q(amount_fen__gt=0), name="daifutong_row_amount"
            ),
            models.CheckConstraint(condition=Q(state__in=list(RowState)), name="daifutong_row_state"),
            models.CheckConstraint(
                condition=Q(state__in=[RowState.PENDING, *LEFT_OUT])
                | Q(amount_fen__isnull=False, errors=[]) & ~Q(channel=Channel.OWN, payee_ledger_id__isnull=True),
                name="daifutong_row_payable",
            ),
            models.CheckConstraint(
                condition=Q(state=RowState.PAID, outcome="P00", paid_at__isnull=False, bounced_at__isnull=True)
                | ~Q(state=RowState.PAID) & Q(paid_at__isnull=True, bounced_at__isnull=True) & ~Q(outcome="P00")
                | Q(
                    state__in=[RowState.FAILED, RowState.HELD, RowState.RETURNED],
                    channel=Channel.OTHER,
                    outcome="P99",
                    paid_at__isnull=False,
                    bounced_at__isnull=False,
                ),
                name="daifutong_row_paid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"

    @property
    def payable_fen(self) -> Fen:
        """The amount of a line without errors. Raises ValueError for one that cannot be read."""
        if self.amount_fen is None:
            raise ValueError(f"line {self.number} has no readable amount")
        return Fen(self.amount_fen)

    @property
    def line_ref(self) -> str:
        """The line's name for ever, at this bank and at others (PY-11): unique, since both halves are."""
        return f"{self.batch.reference}-{self.number:06d}"

from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import FEE_LABELS, FeeState


class FeeStatement(models.Model):
    """手续费账单: what an enterprise owes the bank for the paid lines of the batches that ended in a month (PY-16)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, db_index=False, related_name="+")
    month = models.CharField(max_length=7)  # 2026-02
    own_count = models.PositiveIntegerField()
    other_count = models.PositiveIntegerField()
    fen = models.BigIntegerField()  # VAT included
    vat_fen = models.BigIntegerField()  # inside `fen`, reckoned once for the month
    state = models.CharField(max_length=4, choices=list(FEE_LABELS.items()), default=FeeState.DUE)
    payer_account_id = models.UUIDField()  # bankaccounts
    payer_ledger_id = models.UUIDField()  # ledger
    payer_masked = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    tenancy = Tenancy(enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["FeeStatement"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "month"], name="daifutong_fee_month"),
            models.CheckConstraint(condition=Q(state__in=list(FeeState)), name="daifutong_fee_state"),
            models.CheckConstraint(
                condition=Q(fen__gte=0, vat_fen__gte=0, vat_fen__lte=F("fen")), name="daifutong_fee_sums"
            ),
            models.CheckConstraint(
                condition=Q(state=FeeState.PAID, paid_at__isnull=False) | Q(state=FeeState.DUE, paid_at__isnull=True),
                name="daifutong_fee_paid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.month}"

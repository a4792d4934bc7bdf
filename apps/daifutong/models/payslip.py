from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy

from ..choices import DISPUTE_LENGTH, PAYSLIP_LABELS, PayslipState
from .row import Row


class Payslip(models.Model):
    """工资条: a paid line as its employee may see it. It has no enterprise tenancy: nobody else reads it (PY-13)."""

    row = models.OneToOneField(Row, on_delete=models.PROTECT, primary_key=True, related_name="payslip")
    person_id = models.UUIDField()
    published_at = models.DateTimeField()
    items = models.JSONField(default=list)  # [label, text] in the employer's order
    state = models.CharField(max_length=9, choices=list(PAYSLIP_LABELS.items()), default=PayslipState.NEW)
    viewed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    dispute_text = models.CharField(max_length=DISPUTE_LENGTH, blank=True)

    tenancy = Tenancy(person="person_id")
    objects = ScopedManager["Payslip"]()

    class Meta:
        indexes = [models.Index(fields=["person_id", "-published_at"], name="daifutong_payslip_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PayslipState.NEW, viewed_at__isnull=True, answered_at__isnull=True)
                | Q(state=PayslipState.VIEWED, viewed_at__isnull=False, answered_at__isnull=True)
                | Q(state=PayslipState.CONFIRMED, viewed_at__isnull=False, answered_at__isnull=False)
                | Q(state=PayslipState.DISPUTED, viewed_at__isnull=False, answered_at__isnull=False)
                & ~Q(dispute_text=""),
                name="daifutong_payslip_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id}"

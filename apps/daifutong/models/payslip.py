from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy

from ..choices import DISPUTE_LENGTH, PAYSLIP_LABELS, REASON_LENGTH, REPLY_LENGTH, PayslipState
from .row import Row


class Payslip(models.Model):
    """工资条: a paid line as its employee may see it. It has no enterprise tenancy: nobody else reads it (PY-13).

    What was said in a dispute is for the pay specialists of its enterprise too (selectors.disputes).
    """

    row = models.OneToOneField(Row, on_delete=models.PROTECT, primary_key=True, related_name="payslip")
    person_id = models.UUIDField()
    published_at = models.DateTimeField()
    items = models.JSONField(default=list)  # [label, 分] in the employer's order
    state = models.CharField(max_length=9, choices=list(PAYSLIP_LABELS.items()), default=PayslipState.NEW)
    viewed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    dispute_text = models.CharField(max_length=DISPUTE_LENGTH, blank=True)
    reply_text = models.CharField(max_length=REPLY_LENGTH, blank=True)  # the enterprise's, to this dispute
    reply_display = models.CharField(max_length=60, blank=True)
    replied_at = models.DateTimeField(null=True)
    # Why the enterprise took it back; kept when a corrected one stands in its place. Written by SQL too: a default.
    withdraw_reason = models.CharField(max_length=REASON_LENGTH, blank=True, db_default="")

    tenancy = Tenancy(person="person_id")
    objects = ScopedManager["Payslip"]()

    class Meta:
        indexes = [models.Index(fields=["person_id", "-published_at"], name="daifutong_payslip_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PayslipState.NEW, viewed_at__isnull=True, answered_at__isnull=True)
                | Q(state=PayslipState.VIEWED, viewed_at__isnull=False, answered_at__isnull=True)
                | Q(state=PayslipState.CONFIRMED, viewed_at__isnull=False, answered_at__isnull=False)
                | Q(state=PayslipState.DISPUTED, viewed_at__isnull=False, answered_at__isnull=False, reply_text="")
                & ~Q(dispute_text="")
                | Q(state=PayslipState.REPLIED, viewed_at__isnull=False, answered_at__isnull=False)
                & ~Q(dispute_text="")
                & ~Q(reply_text="")
                | Q(state=PayslipState.WITHDRAWN, items=[]) & ~Q(withdraw_reason=""),
                name="daifutong_payslip_state",
            ),
            models.CheckConstraint(
                condition=Q(reply_text="", reply_display="", replied_at__isnull=True)
                | ~Q(reply_text="") & Q(replied_at__isnull=False),
                name="daifutong_payslip_reply",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id}"

from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import NOTE_LENGTH, REASON_LENGTH
from .payslip import Payslip


class PayslipTemplate(models.Model):
    """工资条模板: which of an enterprise's columns its payslips show, in which groups and order, and its note (PY-13).

    Each saving is a row of its own: a batch keeps the one that was the newest at its release, so that nobody's payslip
    changes after it was read.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, db_index=False, related_name="+")
    columns = models.JSONField()  # [label, ItemGroup] in order
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    person_id = models.UUIDField()
    display = models.CharField(max_length=60)
    saved_at = models.DateTimeField()

    tenancy = Tenancy(enterprise="enterprise_id")
    objects = ScopedManager["PayslipTemplate"]()

    class Meta:
        indexes = [models.Index(fields=["enterprise", "-saved_at"], name="daifutong_slip_template")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.saved_at}"


class PayslipWithdrawal(models.Model):
    """工资条撤回: what a payslip said before its enterprise took it back, or its wage came back, kept as a written
    record (PY-13)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payslip = models.ForeignKey(Payslip, on_delete=models.PROTECT, related_name="withdrawals")
    state = models.CharField(max_length=9)  # in which it was
    items = models.JSONField()
    dispute_text = models.CharField(max_length=200, blank=True)
    reply_text = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=REASON_LENGTH)
    person_id = models.UUIDField(null=True)  # nobody: the wage came back (退票)
    display = models.CharField(max_length=60)
    withdrawn_at = models.DateTimeField()

    tenancy = Tenancy(enterprise="payslip__row__batch__enterprise_id")
    objects = ScopedManager["PayslipWithdrawal"]()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="daifutong_withdrawal_reason")]

    def __str__(self) -> str:
        return f"{self.payslip_id} {self.withdrawn_at}"

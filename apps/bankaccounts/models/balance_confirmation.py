from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..contracts import CONFIRMATION_LABELS


class BalanceConfirmation(models.Model):
    """对账确认: what the enterprise says of the balance (分) of one of its accounts at the end of a month."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey("bankaccounts.BankAccount", on_delete=models.PROTECT, related_name="confirmations")
    month = models.DateField()  # its first day
    balance_fen = models.BigIntegerField()
    state = models.CharField(max_length=7, choices=[(key.value, label) for key, label in CONFIRMATION_LABELS.items()])
    note = models.CharField(max_length=200, blank=True)
    person_id = models.UUIDField()
    display = models.CharField(max_length=60)
    confirmed_at = models.DateTimeField()

    tenancy = Tenancy(enterprise="account__holder_id", unit="account__unit_path")
    objects = ScopedManager["BalanceConfirmation"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "month"], name="bankaccounts_confirmation_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="bankaccounts_confirmation_month"),
            models.CheckConstraint(
                condition=Q(state="AGREED") | (Q(state="DIFFERS") & ~Q(note="")), name="bankaccounts_confirmation_note"
            ),
        ]

from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id


class Receipt(models.Model):
    """回单: the proof of one entry of an account, kept so that its code finds it (PY-12).

    `prints` counts how often it was asked for: the first is the original, the others are 补打.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey("bankaccounts.BankAccount", on_delete=models.PROTECT, related_name="receipts")
    journal_id = models.UUIDField()
    leg = models.IntegerField()
    code = models.CharField(max_length=16, unique=True, db_collation="C")
    document = models.JSONField()
    prints = models.PositiveIntegerField(default=0)
    issued_at = models.DateTimeField()

    tenancy = Tenancy(person="account__holder_id", enterprise="account__holder_id", unit="account__unit_path")
    objects = ScopedManager["Receipt"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["journal_id", "leg"], name="bankaccounts_receipt_leg"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-Z]{16}$"), name="bankaccounts_receipt_code"),
        ]

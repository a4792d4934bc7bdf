from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id


class InboundDay(models.Model):
    """What came into a class II account from accounts not bound to it on one day (AC-2). The year is their sum."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey("bankaccounts.BankAccount", on_delete=models.PROTECT, related_name="inbound_days")
    day = models.DateField()
    amount = models.BigIntegerField()  # 分

    tenancy = Tenancy(person="account__holder_id", unit="account__unit_path")
    objects = ScopedManager["InboundDay"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "day"], name="bankaccounts_inbound_day"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="bankaccounts_inbound_positive"),
        ]

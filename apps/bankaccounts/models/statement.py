from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id


class Statement(models.Model):
    """对账单: what the books said of a period when it was issued, kept so that its code finds it.

    `digest` covers every line (selectors.statements). The same books give the same statement: `prints` counts how often
    it was asked for, the first time included. Books that have changed give another one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey("bankaccounts.BankAccount", on_delete=models.PROTECT, related_name="statements")
    first = models.DateField()
    last = models.DateField()
    opening = models.BigIntegerField()
    closing = models.BigIntegerField()
    lines = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, db_collation="C")
    code = models.CharField(max_length=16, unique=True, db_collation="C")
    prints = models.PositiveIntegerField(default=0)
    issued_at = models.DateTimeField()

    tenancy = Tenancy(person="account__holder_id", enterprise="account__holder_id", unit="account__unit_path")
    objects = ScopedManager["Statement"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "first", "last", "digest"], name="bankaccounts_statement_content"
            ),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-Z]{16}$"), name="bankaccounts_statement_code"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="bankaccounts_statement_digest"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="bankaccounts_statement_period"),
        ]

from django.db import models
from django.db.models import Q

from apps.core.ids import new_id


class CoreStatement(models.Model):
    """The bank's day-end file of one clearing account: 分, > 0 in credit in the sight of our books. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.CharField(max_length=10)  # 3001.*
    business_date = models.DateField()
    number = models.CharField(max_length=64)
    opening = models.BigIntegerField()
    closing = models.BigIntegerField()
    entry_count = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)  # SHA-256 of the file as it came
    fetched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "business_date"], name="corebank_statement_day"),
        ]


class CoreStatementEntry(models.Model):
    """One entry of a day-end file, by its place in it. Append-only."""

    pk = models.CompositePrimaryKey("statement_id", "number")
    statement = models.ForeignKey(CoreStatement, on_delete=models.PROTECT, db_index=False, related_name="entries")
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=64, db_collation="C")
    bank_reference = models.CharField(max_length=64, blank=True)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="corebank_statement_amount"),
        ]

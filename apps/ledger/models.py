"""The tables of the books. Nothing here writes: rows come from the SQL functions in sql/posting.sql alone.

Amounts are integer 分; an entry's amount > 0 is a credit (贷), a balance is the sum of an account's amounts, so what
the bank owes a customer is positive. What a constraint cannot say stands in sql/guards.sql.
"""

from django.db import models
from django.db.models import F, Q

from apps.core.db import XactField
from apps.core.ids import new_id

from .choices import GL_KIND_LABELS


class GlAccount(models.Model):
    """会计科目: a code of the chart of accounts. Reference data, loaded from fixtures/chart_of_accounts.csv."""

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=[(kind.value, label) for kind, label in GL_KIND_LABELS.items()])
    floor = models.BigIntegerField(null=True)  # the lowest balance of its accounts; null: no limit

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in GL_KIND_LABELS]), name="ledger_gl_kind")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Account(models.Model):
    """A balance under a code for one owner. The owner is opaque: a kind ("bankaccounts.account") and a UUID."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_kind = models.CharField(max_length=40)
    owner_id = models.UUIDField()
    asset = models.CharField(max_length=12, db_collation="C")
    gl_code = models.ForeignKey(GlAccount, on_delete=models.PROTECT, db_column="gl_code", related_name="+")
    balance = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(null=True)
    version = models.BigIntegerField(default=0)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "owner_kind", "gl_code", "asset"], name="ledger_account_owner"),
            models.CheckConstraint(
                condition=Q(floor__isnull=True) | Q(balance__gte=F("floor") + F("held")), name="ledger_account_floor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gl_code_id} {self.id}"


class Journal(models.Model):
    """记账凭证: why money moved. Its legs are Entries; never changed, corrected by a reversal."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    idempotency_key = models.CharField(max_length=160, unique=True, db_collation="C")
    body_hash = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=60)
    summary = models.CharField(max_length=60)
    asset = models.CharField(max_length=12, db_collation="C")
    business_date = models.DateField()
    value_date = models.DateField()
    batch_id = models.UUIDField(null=True)
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False, related_name="reversals")
    approval_id = models.UUIDField(null=True)
    xact = XactField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["xact"], name="ledger_journal_xact"),
            models.Index(fields=["batch_id"], condition=Q(batch_id__isnull=False), name="ledger_journal_batch"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="ledger_journal_reversed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.idempotency_key}"


class Entry(models.Model):
    """分录: one leg. `version` numbers an account's entries from 1, `balance_after` is its balance behind this one.

    Its key is its place in its journal, not a UUID like elsewhere: no index more than the books need.
    """

    pk = models.CompositePrimaryKey("journal_id", "leg")
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, db_index=False, related_name="entries")
    leg = models.IntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="entries")
    amount = models.BigIntegerField()
    balance_after = models.BigIntegerField()
    version = models.BigIntegerField()
    line_id = models.UUIDField(null=True)  # the business line it pays, say a payroll row

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "version"], name="ledger_entry_version")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"

"""The tables of the books. Nothing here writes: rows come from the SQL functions in sql/posting.sql alone.

Amounts are integer 分; an entry's amount > 0 is a credit (贷), a balance is the sum of an account's amounts, so what
the bank owes a customer is positive. What a constraint cannot say stands in sql/guards.sql.
"""

from django.db import models
from django.db.models import F, Q

from apps.core.db import XactField
from apps.core.ids import new_id

from .choices import CLEARING_LABELS, CLEARING_STATE_LABELS, GL_KIND_LABELS, HOLD_EVENT_LABELS, HOLD_KIND_LABELS


class GlAccount(models.Model):
    """会计科目: a code of the chart of accounts. Reference data, loaded from fixtures/chart_of_accounts.csv."""

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=[(kind.value, label) for kind, label in GL_KIND_LABELS.items()])
    floor = models.BigIntegerField(null=True)  # the lowest balance of its accounts; null: no limit
    bears_interest = models.BooleanField(default=False)  # at the demand rate (AC-11)
    is_hot = models.BooleanField(default=False)  # many postings meet on its accounts, which have no floor (sql/hot.sql)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in GL_KIND_LABELS]), name="ledger_gl_kind")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Account(models.Model):
    """A balance under a code for one owner. The owner is opaque: a kind ("bankaccounts.account") and a UUID.

    The balance of a hot account lags behind by its HotDelta rows: read it through the selectors.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_kind = models.CharField(max_length=40)
    owner_id = models.UUIDField()
    asset = models.CharField(max_length=12, db_collation="C")
    gl_code = models.ForeignKey(GlAccount, on_delete=models.PROTECT, db_column="gl_code", related_name="+")
    balance = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(null=True)
    version = models.BigIntegerField(default=0)
    is_hot = models.BooleanField(default=False)
    has_freeze = models.BooleanField(default=False)
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
            models.Index(fields=["reverses"], condition=Q(reverses__isnull=False), name="ledger_journal_reverses"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.idempotency_key}"


class Entry(models.Model):
    """分录: one leg. `version` numbers an account's entries from 1, `balance_after` is its balance behind this one;
    both are null on a hot account. A reversal's leg bears the number of the leg that it takes back.

    Its key is its place in its journal, not a UUID like elsewhere: no index more than the books need.
    """

    pk = models.CompositePrimaryKey("journal_id", "leg")
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, db_index=False, related_name="entries")
    leg = models.IntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="entries")
    amount = models.BigIntegerField()
    balance_after = models.BigIntegerField(null=True)
    version = models.BigIntegerField(null=True)
    line_id = models.UUIDField(null=True)  # the business line it pays, say a payroll row

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "version"], name="ledger_entry_version")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"


class HotDelta(models.Model):
    """What a leg moved on a hot account and no fold has added to its balance yet."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    amount = models.BigIntegerField()


class HotFold(models.Model):
    """So many deltas went into a hot account's balance at once (sql/hot.sql)."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    deltas = models.BigIntegerField()
    amount = models.BigIntegerField()
    balance_after = models.BigIntegerField()
    at = models.DateTimeField()


class BatchRefusal(models.Model):
    """A line of a batch that could not be paid, and why: what every replay of the batch answers."""

    pk = models.CompositePrimaryKey("idempotency_key", "line")
    idempotency_key = models.CharField(max_length=160, db_collation="C")
    line = models.IntegerField()
    code = models.CharField(max_length=40)
    body_hash = models.BinaryField(max_length=32)
    at = models.DateTimeField()


class Hold(models.Model):
    """止付/冻结: money of an account that may not be spent otherwise (AC-8); moved by its events alone (sql/holds.sql).

    `wanted` is what it is for, `held` what it holds now, `taken` what postings took out of it; `number` counts an
    account's holds, and is the order in which freezes catch. The subject is opaque: an order, a court's document.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    idempotency_key = models.CharField(max_length=160, unique=True, db_collation="C")
    body_hash = models.BinaryField(max_length=32)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    number = models.IntegerField()
    kind = models.CharField(max_length=20, choices=[(kind.value, label) for kind, label in HOLD_KIND_LABELS.items()])
    is_freeze = models.BooleanField()  # catches what comes in, and may want more than there is
    yields = models.BooleanField()  # ends when a freeze comes (AC-9)
    wanted = models.BigIntegerField()
    held = models.BigIntegerField(default=0)
    taken = models.BigIntegerField(default=0)
    events = models.IntegerField(default=0)
    is_open = models.BooleanField(default=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    expires_at = models.DateTimeField(null=True)
    placed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(is_open=True, expires_at__isnull=False),
                name="ledger_hold_running_out",
            ),
            # Asked for every leg out of a hold: an account's freezes are few, however many holds it has had.
            models.Index(fields=["account", "number"], condition=Q(is_freeze=True), name="ledger_hold_freezes"),
            models.Index(fields=["subject_id"], name="ledger_hold_subject"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="ledger_hold_number"),
            models.CheckConstraint(condition=Q(wanted__gt=0), name="ledger_hold_wanted"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in HOLD_KIND_LABELS]), name="ledger_hold_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class HoldEvent(models.Model):
    """One step of a hold: what it changed (`delta`), what is held behind it, and whether it was the last one."""

    pk = models.CompositePrimaryKey("hold_id", "number")
    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, db_index=False, related_name="+")
    number = models.IntegerField()
    kind = models.CharField(max_length=12, choices=[(kind.value, label) for kind, label in HOLD_EVENT_LABELS.items()])
    delta = models.BigIntegerField()
    held_after = models.BigIntegerField()
    closes = models.BooleanField()
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    xact = XactField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["xact"], name="ledger_holdevent_xact")]
        constraints = [
            models.UniqueConstraint(fields=["hold"], condition=Q(closes=True), name="ledger_hold_ends_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in HOLD_EVENT_LABELS]), name="ledger_holdevent_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.hold_id}"


class Snapshot(models.Model):
    """An account's balance at the end of a day on which it moved, and how many entries it had by then."""

    pk = models.CompositePrimaryKey("account_id", "business_date")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    business_date = models.DateField()
    balance = models.BigIntegerField()
    entries = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["business_date"], name="ledger_snapshot_day")]


class DayProof(models.Model):
    """平账: what was proved when a day closed. `turnover` is the sum of debits by asset in 分; `figures` are what the
    steps of the close have reported (memo accounts, money in doubt); `digest` covers every leg of the day."""

    business_date = models.DateField(primary_key=True)
    journals = models.BigIntegerField()
    entries = models.BigIntegerField()
    accounts = models.BigIntegerField()  # that moved on the day
    turnover = models.JSONField()
    figures = models.JSONField()
    digest = models.BinaryField(max_length=32)
    proved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.business_date}"


class Accrual(models.Model):
    """What an account has earned on a day (AC-11): the state of its interest is its latest row.

    `product` is 分 × days, `fen` what came of it, `accrued` what is owed and not paid behind it, `carry` the fraction
    of a 分 that goes on to the next day, in 1/(360 × 1,000,000).
    """

    pk = models.CompositePrimaryKey("business_date", "account_id")
    business_date = models.DateField()
    rate_ppm = models.IntegerField()
    # Checked by a statement a day for all accounts at once, which comes from the accounts: a key would double its cost.
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    product = models.BigIntegerField()
    fen = models.BigIntegerField()
    accrued = models.BigIntegerField()
    carry = models.IntegerField()


class InterestPaid(models.Model):
    """What an account has got of its interest on a day, out of what was owed through the day before."""

    pk = models.CompositePrimaryKey("business_date", "account_id")
    business_date = models.DateField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    fen = models.BigIntegerField()


class ClearingDay(models.Model):
    """Whether a clearing account (3001.*) of a day has been reconciled with the bank's day-end file, and how it came
    out. `waiting_since` is the first try."""

    pk = models.CompositePrimaryKey("gl_code", "business_date")
    gl_code = models.CharField(max_length=10)
    business_date = models.DateField()
    state = models.CharField(max_length=10, choices=list(CLEARING_STATE_LABELS.items()))
    matched = models.IntegerField(default=0)
    differences = models.IntegerField(default=0)
    gap = models.BigIntegerField(default=0)  # 分: theirs - ours, of all references that moved on the day
    waiting_since = models.DateTimeField()
    reconciled_at = models.DateTimeField(null=True)


class ClearingResult(models.Model):
    """What both sides know of one reference by the end of a day on which either moved it: sums in 分, > 0 credits the
    clearing account. Append-only; the latest row of a reference is how it stands. `follows`: the day of the difference
    that this row goes on from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gl_code = models.CharField(max_length=10)
    business_date = models.DateField()
    reference = models.CharField(max_length=160, db_collation="C")
    kind = models.CharField(max_length=12, choices=list(CLEARING_LABELS.items()))
    ours = models.BigIntegerField()
    ours_count = models.IntegerField()
    theirs = models.BigIntegerField()
    theirs_count = models.IntegerField()
    follows = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gl_code", "reference", "business_date"], name="ledger_clearing_reference"),
            models.CheckConstraint(
                condition=Q(kind="MATCHED", ours=F("theirs")) | (~Q(kind="MATCHED") & ~Q(ours=F("theirs"))),
                name="ledger_clearing_matched",
            ),
        ]
        indexes = [
            models.Index(fields=["business_date"], condition=~Q(kind="MATCHED"), name="ledger_clearing_differences"),
        ]

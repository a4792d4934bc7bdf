from django.db import models
from django.db.models import Q

from apps.core.ids import new_id


class LoanDisbursement(models.Model):
    """贷款发放: a loan of the bank paid out to an account here, as the core's feed tells it (TX-5). Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.BigIntegerField(null=True, unique=True)  # in the feed, from 1
    reference = models.CharField(max_length=64, unique=True, db_collation="C")
    number_index = models.BinaryField()  # blind index of the account's number, as bankaccounts keeps it
    paid_on = models.DateField()
    amount = models.BigIntegerField()  # 分
    fetched_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["number_index", "-paid_on"], name="corebank_loan_account")]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="corebank_loan_amount")]

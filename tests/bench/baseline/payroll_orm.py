"""A payroll as it is written at first: line by line through the ORM, each in a transaction of its own.

The tables are those of payroll_tables.sql; a line locks payer and payee, moves both balances and writes its journal and
its two entries. No reading of a file, no checks, no encryption, no line, no payslip, no audit.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import models, transaction


class Account(models.Model):
    id = models.UUIDField(primary_key=True)
    balance = models.BigIntegerField()
    version = models.BigIntegerField()

    class Meta:
        app_label, managed, db_table = "bench", False, 'bench"."account'


class Journal(models.Model):
    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()

    class Meta:
        app_label, managed, db_table = "bench", False, 'bench"."journal'


class Entry(models.Model):
    id = models.BigAutoField(primary_key=True)
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    amount = models.BigIntegerField()
    balance_after = models.BigIntegerField()
    version = models.BigIntegerField()

    class Meta:
        app_label, managed, db_table = "bench", False, 'bench"."entry'


def pay(payer: UUID, lines: Sequence[tuple[UUID, Any]]) -> None:
    """`lines`: account and 分."""
    for account_id, amount in lines:
        with transaction.atomic():
            locked = Account.objects.select_for_update().in_bulk([payer, account_id])
            journal = Journal.objects.create(kind="payroll")
            for account, fen in ((locked[payer], -amount), (locked[account_id], amount)):
                account.balance += fen
                account.version += 1
                account.save()
                Entry.objects.create(
                    journal=journal, account=account, amount=fen, balance_after=account.balance, version=account.version
                )

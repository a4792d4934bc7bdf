"""Fetching the bank's day-end file of a clearing account: outside any transaction, believed whole or not at all."""

import hashlib
from datetime import date

from django.conf import settings

from apps.audit.api import record
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import refuse_transaction, use_case

from ..adapters import NoAnswer, NotSent, fetch
from ..adapters.statement import MAX_BYTES, read_statement
from ..contracts import Statement
from ..models import CoreStatement, CoreStatementEntry
from ..selectors import statement_is_here

ENTRIES_AT_ONCE = 5_000


def statement_fetch(*, account: str, day: date, now: Moment) -> bool:
    """Asks the bank for the file of a clearing account (3001.*) and day, unless it is here; True when it is here now.

    Key: (account, day); the first file stands. Must run outside any transaction (OpenTransaction); opens one of its
    own. False for a bank that does not answer, and for a file that is unsigned, too long, malformed, of another
    account or day, or does not add up: whoever needs it asks again.
    """
    refuse_transaction()
    if statement_is_here(account, day):
        return True
    try:
        raw = fetch(f"/v1/statements/{account}/{day.isoformat()}", MAX_BYTES)
        statement = read_statement(raw, account, day)
    except (NotSent, NoAnswer):
        return False
    statement_keep(statement=statement, digest=hashlib.sha256(raw).digest(), now=now)
    return True


@use_case
def statement_keep(*, statement: Statement, digest: bytes, now: Moment) -> None:
    """Keeps a file, unless one of its account and day is here already; `digest` is the SHA-256 of it as it came."""
    row = CoreStatement(
        account=statement.account,
        business_date=statement.business_date,
        number=statement.number,
        opening=statement.opening,
        closing=statement.closing,
        entry_count=len(statement.entries),
        digest=digest,
        fetched_at=now.wall,
    )
    CoreStatement.objects.bulk_create([row], ignore_conflicts=True)
    if not CoreStatement.objects.filter(pk=row.pk).exists():  # somebody was faster
        return
    CoreStatementEntry.objects.bulk_create(
        (
            CoreStatementEntry(
                statement=row,
                number=number,
                reference=entry.reference,
                bank_reference=entry.bank_reference,
                amount=entry.amount,
            )
            for number, entry in enumerate(statement.entries, 1)
        ),
        batch_size=ENTRIES_AT_ONCE,
    )
    record(
        actor=Actor.system("清算对账"),
        action="corebank.statement.fetched",
        subject_kind="corebank.statement",
        subject_id=row.pk,
        detail={"account": row.account, "day": row.business_date.isoformat(), "entries": row.entry_count},
        unit_path=settings.HEAD_UNIT_PATH,
        now=now,
    )

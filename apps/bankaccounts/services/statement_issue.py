"""Issuing the statement of a period to the holder of the account."""

from datetime import date
from uuid import UUID

from django.db.models import F

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import NotFound
from apps.core.proof_codes import new_code
from apps.ledger import api as ledger

from ..models import BankAccount, Statement
from ..rules import period_check
from ..selectors.statements import PDF_LINES, lines_check, statement_digest


@use_case
def statement_issue(*, account_id: UUID, first: date, last: date, actor: Actor, now: Moment) -> UUID:
    """Issues the statement from `first` to `last`; asked again, the same one counts as 补打 while the books are the
    same.

    Two who ask at once meet at the unique content. Raises NotFound for what is not the actor's, InvalidInput for a
    period that cannot be or has more than PDF_LINES lines, PeriodTooFull.
    """
    account = BankAccount.objects.scoped(actor).filter(pk=account_id).first()
    if account is None:
        raise NotFound("没有找到这个账户。")
    period_check(first, last, today=now.business_date)
    with ledger.period_stream(account.ledger_account_id, first=first, last=last) as (sheet, lines):
        lines_check(sheet, PDF_LINES)
        digest = statement_digest(account.ledger_account_id, sheet, lines)
    new = Statement(
        account=account, first=first, last=last, opening=sheet.opening, closing=sheet.closing, lines=sheet.count,
        digest=digest, code=new_code(), issued_at=now.wall,
    )  # fmt: skip
    Statement.objects.bulk_create([new], ignore_conflicts=True)
    known = Statement.objects.scoped(actor).filter(account=account, first=first, last=last, digest=digest)
    known.update(prints=F("prints") + 1)
    statement = known.get()
    audit.record(
        actor=actor,
        action="bankaccounts.statement.issued",
        subject_kind="bankaccounts.statement",
        subject_id=statement.pk,
        detail={
            "tail4": account.tail4, "first": f"{first}", "last": f"{last}", "prints": statement.prints,
            "digest": digest,
        },
        unit_path=account.unit_path,
        now=now,
    )  # fmt: skip
    return statement.pk

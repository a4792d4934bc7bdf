"""Issuing the receipt of an entry to the holder of the account."""

from uuid import UUID

from django.db.models import F

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import NotFound
from apps.core.proof_codes import new_code
from apps.ledger import api as ledger

from ..models import BankAccount, Receipt


@use_case
def receipt_issue(*, account_id: UUID, journal_id: UUID, leg: int, actor: Actor, now: Moment) -> None:
    """Issues the receipt of an entry, once; asked again, the same one counts as 补打 (PY-12).

    Two who ask at once meet at the unique entry. Raises NotFound for what is not the actor's, NotSealed for an entry
    that is seconds old, Unavailable.
    """
    account = BankAccount.objects.scoped(actor).filter(pk=account_id).first()
    if account is None or ledger.entry_of(account.ledger_account_id, journal_id, leg) is None:
        raise NotFound("没有找到这笔业务。")
    known = Receipt.objects.scoped(actor).filter(journal_id=journal_id, leg=leg)
    if not known.exists():
        new = Receipt(
            account=account,
            journal_id=journal_id,
            leg=leg,
            code=new_code(),
            document=ledger.receipt_of(journal_id, leg),
            issued_at=now.wall,
        )
        Receipt.objects.bulk_create([new], ignore_conflicts=True)
    known.update(prints=F("prints") + 1)
    receipt = known.get()
    audit.record(
        actor=actor,
        action="bankaccounts.receipt.issued",
        subject_kind="bankaccounts.receipt",
        subject_id=receipt.pk,
        detail={"tail4": account.tail4, "prints": receipt.prints},
        unit_path=account.unit_path,
        now=now,
    )

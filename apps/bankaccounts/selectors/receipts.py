"""An entry of an account, its receipt (回单), and what a stranger may learn of either."""

import json
from uuid import UUID

from apps.core.actors import Actor
from apps.core.proof_codes import code_in, with_spaces
from apps.ledger import api as ledger

from ..contracts import EntryDetail, ReceiptView, StatementProof
from ..models import BankAccount, Receipt
from .accounts import brief
from .statements import statement_proved


def entry_for_holder(actor: Actor, account_id: UUID, journal_id: UUID, leg: int) -> EntryDetail | None:
    """One entry of an account of the actor's own, or of the enterprise that he acts for; None for others."""
    row = BankAccount.objects.scoped(actor).filter(pk=account_id).first()
    line = ledger.entry_of(row.ledger_account_id, journal_id, leg) if row else None
    if row is None or line is None:
        return None
    receipt = Receipt.objects.scoped(actor).filter(journal_id=journal_id, leg=leg).first()
    return EntryDetail(brief(row), line, _receipt(receipt) if receipt else None)


def proved_by(text: str) -> ledger.ProvedLine | StatementProof | None:
    """What a pasted receipt, or the code of a stored one or of a statement, proves; None for anything else. For
    everybody: none of them says whose account it is. Raises Unavailable."""
    if code := code_in(text):
        receipt = Receipt.objects.system("the code is 80 random bits, given to the holder").filter(code=code).first()
        return ledger.receipt_check(receipt.document) if receipt else statement_proved(code)
    try:
        return ledger.receipt_check(json.loads(text))
    except (ValueError, RecursionError):
        return None


def _receipt(row: Receipt) -> ReceiptView:
    return ReceiptView(with_spaces(row.code), row.prints, row.issued_at, json.dumps(row.document, ensure_ascii=False))

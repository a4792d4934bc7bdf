"""Closing an account of the books, with the interest it has earned (销户结息)."""

from uuid import UUID

from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.core.money import Fen

from ..selectors import house_account
from .door import call
from .interest_steps import GL_OWED


def account_close(account_id: UUID, *, now: Moment, interest_to: UUID | None = None) -> Fen:
    """Closes an account that is empty but for its interest; gives what that came to, 0 for a second time.

    Interest through the day before (AC-11) comes onto the account and goes on to the account `interest_to`, in one
    journal: Dr 2231 Cr account, Dr account Cr interest_to; the fraction of a 分 ends with the account. Key: the
    account. Needs the caller's transaction; locks the account, with `interest_to` also that and 2231, ascending by id.

    Raises LedgerRefused: LEDGER_NOT_EMPTY; LEDGER_INTEREST_OWED without `interest_to`; LEDGER_INTEREST_OPEN while the
    interest cannot be told (the day before has not counted it, or a movement of today with another value date, which
    today's close counts). DayClosed for a day that is not open, LedgerFault for an unknown account.
    """
    sql = """INSERT INTO ledger_closing (account, day, at, journal, payer, payee) VALUES (%s, %s, %s, %s, %s, %s)
             RETURNING fen"""
    payer = house_account(GL_OWED) if interest_to else None
    return Fen(call(sql, (account_id, now.business_date, now.wall, new_id(), payer, interest_to))[0])

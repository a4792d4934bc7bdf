"""Numbers of new accounts: the next of a sequence, so that no two are the same, also when a transaction fails."""

from django.db import connection

from apps.core import params
from apps.core.clock import Moment
from apps.core.identifiers import luhn_digit

from ..choices import OWN_BINS
from ..contracts import AccountClass

CARD_DIGITS, CORPORATE_HEAD = 19, "8010"


def number_allot(account_class: AccountClass, *, now: Moment) -> str:
    """A number that no account has: 19 digits of the bank's own BIN with the Luhn digit (ID-4), or 15 for an
    enterprise's account. A number allotted to a transaction that fails is not used again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('bankaccounts_number')")
        number = int(cursor.fetchone()[0])
    if account_class == AccountClass.CORPORATE:
        return f"{CORPORATE_HEAD}{number:011d}"
    head = str(params.get(OWN_BINS, now.business_date)).split(",")[0]
    body = f"{head}{number:0{CARD_DIGITS - 1 - len(head)}d}"
    return body + luhn_digit(body)

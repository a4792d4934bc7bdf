"""How much an enterprise might sensibly borrow of its people, of what it pays them: for the reviewer's eye, never an
approval by itself (TX-20)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import HolderKind
from apps.core import params
from apps.core.clock import Moment
from apps.core.money import Fen
from apps.ledger import api as ledger

from ..choices import SUGGESTED_SHARE

WAGES = "daifutong."  # so begin the kinds of journals that pay wages, and that take failed ones back


def suggested_scale(enterprise_id: UUID, now: Moment, share: Decimal | None = None) -> Fen:
    """A share of the wages that the enterprise paid through the platform in the twelve months before today, in 分.
    `share` is today's SUGGESTED_SHARE, where the caller has it."""
    if share is None:
        share = params.get(SUGGESTED_SHARE, now.business_date)
    return Fen(int(wages_paid(enterprise_id, now.business_date) * share / 100))


def wages_paid(enterprise_id: UUID, today: date) -> Fen:
    """What went out of the enterprise's accounts for wages in the twelve months before `today`, less what came back."""
    first = today.replace(year=today.year - 1, day=min(today.day, 28))
    paid = 0
    for account in bankaccounts.accounts_of(holder_kind=HolderKind.ENTERPRISE, holder_id=enterprise_id):
        for moved in ledger.turnover_by_kind(account.ledger_account_id, first=first, last=today):
            if moved.kind.startswith(WAGES):
                paid += moved.went - moved.came
    return Fen(max(paid, 0))

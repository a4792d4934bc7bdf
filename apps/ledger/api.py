"""The one door of the books. What posts needs the caller's open transaction."""

from .choices import HoldKind
from .contracts import (
    BatchPosted,
    DayClosed,
    EntryLine,
    Held,
    HoldFacts,
    InsufficientFunds,
    LedgerFault,
    LedgerKeyReused,
    LedgerRefused,
    LineCredit,
    PeriodLine,
    PeriodSheet,
    PeriodTooFull,
    Posted,
    ProvedLine,
)
from .selectors import (
    available,
    balance,
    balance_by_value_date,
    balance_on,
    balances,
    entries_of,
    entry_count,
    entry_of,
    hold_facts,
    holds_of,
    holds_short,
    house_account,
    interest_due,
    journal_of,
    line_credits,
)
from .selectors.days import day_progress
from .selectors.periods import period_page, period_stream
from .selectors.search import entries_found, turnover_by_kind
from .services.account_close import account_close as close_account
from .services.account_open import account_open as open_account
from .services.account_open import accounts_open as open_accounts
from .services.day_close import day_close_start as start_day_close
from .services.hold_place import hold_place as place_hold
from .services.hold_place import hold_release as release_hold
from .services.journal_post import batch_post as post_batch
from .services.journal_post import journal_post as post
from .services.journal_post import journal_reverse as reverse
from .services.receipt_prove import receipt_check, receipt_of

__all__ = [
    "BatchPosted",
    "DayClosed",
    "EntryLine",
    "Held",
    "HoldFacts",
    "HoldKind",
    "InsufficientFunds",
    "LedgerFault",
    "LedgerKeyReused",
    "LedgerRefused",
    "LineCredit",
    "PeriodLine",
    "PeriodSheet",
    "PeriodTooFull",
    "Posted",
    "ProvedLine",
    "available",
    "balance",
    "balance_by_value_date",
    "balance_on",
    "balances",
    "close_account",
    "day_progress",
    "entries_found",
    "entries_of",
    "entry_count",
    "entry_of",
    "hold_facts",
    "holds_of",
    "holds_short",
    "house_account",
    "interest_due",
    "journal_of",
    "line_credits",
    "open_account",
    "open_accounts",
    "period_page",
    "period_stream",
    "place_hold",
    "post",
    "post_batch",
    "receipt_check",
    "receipt_of",
    "release_hold",
    "reverse",
    "start_day_close",
    "turnover_by_kind",
]

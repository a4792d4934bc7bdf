"""The one door of the books. What posts needs the caller's open transaction."""

from .contracts import InsufficientFunds, LedgerFault, LedgerKeyReused, LedgerRefused, Posted
from .selectors import balance, balances, entries_of, house_account
from .services.account_open import account_close as close_account
from .services.account_open import account_open as open_account
from .services.account_open import accounts_open as open_accounts
from .services.journal_post import batch_post as post_batch
from .services.journal_post import journal_post as post
from .services.journal_post import journal_reverse as reverse

__all__ = [
    "InsufficientFunds",
    "LedgerFault",
    "LedgerKeyReused",
    "LedgerRefused",
    "Posted",
    "balance",
    "balances",
    "close_account",
    "entries_of",
    "house_account",
    "open_account",
    "open_accounts",
    "post",
    "post_batch",
    "reverse",
]

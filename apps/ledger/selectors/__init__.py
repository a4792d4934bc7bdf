"""Reads of the books: an account's, whose caller has scoped it, and the whole books', which are head office's."""

from .accounts import (
    available,
    balance,
    balance_by_value_date,
    balance_on,
    balances,
    clearing_codes,
    entries_of,
    entry_count,
    entry_of,
    hold_facts,
    holds_of,
    holds_short,
    house_account,
    interest_due,
    journal_of,
    posted_since,
)

__all__ = [
    "available",
    "balance",
    "balance_by_value_date",
    "balance_on",
    "balances",
    "clearing_codes",
    "entries_of",
    "entry_count",
    "entry_of",
    "hold_facts",
    "holds_of",
    "holds_short",
    "house_account",
    "interest_due",
    "journal_of",
    "posted_since",
]

"""Reads of accounts, of their entries and of their statements."""

from .accounts import (
    account_balance,
    account_for_staff,
    account_number,
    accounts_by_numbers,
    accounts_for_enterprise,
    accounts_for_member,
    accounts_for_staff,
    accounts_of,
    balance_for_holder,
    facts_by_ids,
    facts_held,
    special_held,
)
from .receipts import entries_for_member, entry_for_holder, proved_by
from .statements import (
    period_for_holder,
    period_streamed,
    statement_for_holder,
    statement_printed,
    statements_for_holder,
)

__all__ = [
    "account_balance",
    "account_for_staff",
    "account_number",
    "accounts_by_numbers",
    "accounts_for_enterprise",
    "accounts_for_member",
    "accounts_for_staff",
    "accounts_of",
    "balance_for_holder",
    "entries_for_member",
    "entry_for_holder",
    "facts_by_ids",
    "facts_held",
    "period_for_holder",
    "period_streamed",
    "proved_by",
    "special_held",
    "statement_for_holder",
    "statement_printed",
    "statements_for_holder",
]

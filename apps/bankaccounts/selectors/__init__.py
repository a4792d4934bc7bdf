"""Reads of accounts, of their entries and of their statements."""

from .accounts import (
    account_balance,
    account_for_member,
    account_for_staff,
    account_label,
    account_number,
    accounts_by_numbers,
    accounts_for_enterprise,
    accounts_for_member,
    accounts_for_staff,
    accounts_of,
    balance_for_holder,
    facts_by_ids,
    facts_held,
    loans_paid_out,
    own_accounts,
    special_held,
    wage_holders,
)
from .cards import bound_card_of, card_for_member, card_labels, card_number, cards_for_member
from .confirmations import confirmations_for_enterprise, is_confirmation_due
from .receipts import entry_for_holder, proved_by
from .statements import (
    period_for_holder,
    period_streamed,
    statement_for_holder,
    statement_printed,
    statements_for_holder,
)
from .summary import entries_for_member, month_for_member

__all__ = [
    "account_balance",
    "account_for_member",
    "account_for_staff",
    "account_label",
    "account_number",
    "accounts_by_numbers",
    "accounts_for_enterprise",
    "accounts_for_member",
    "accounts_for_staff",
    "accounts_of",
    "balance_for_holder",
    "bound_card_of",
    "card_for_member",
    "card_labels",
    "card_number",
    "cards_for_member",
    "confirmations_for_enterprise",
    "entries_for_member",
    "entry_for_holder",
    "facts_by_ids",
    "facts_held",
    "is_confirmation_due",
    "loans_paid_out",
    "month_for_member",
    "own_accounts",
    "period_for_holder",
    "period_streamed",
    "proved_by",
    "special_held",
    "statement_for_holder",
    "statement_printed",
    "statements_for_holder",
    "wage_holders",
]

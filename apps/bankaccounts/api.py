"""The door of accounts."""

from .rules import inbound_refusal
from .selectors import (
    account_balance,
    account_for_member,
    account_for_staff,
    account_label,
    account_number,
    accounts_by_numbers,
    accounts_for_member,
    accounts_for_staff,
    accounts_of,
    bound_card_of,
    card_for_member,
    card_labels,
    card_number,
    cards_for_member,
    loans_paid_out,
    own_accounts,
    wage_holders,
)
from .services.account_guard import account_guard, account_restore
from .services.account_move import account_move
from .services.account_open import account_open, accounts_open
from .services.accounts_hold import own_payer_hold, payees_hold, payer_hold
from .services.card_bind import card_hold
from .services.number_allot import number_allot

__all__ = [
    "account_balance",
    "account_for_member",
    "account_for_staff",
    "account_guard",
    "account_label",
    "account_move",
    "account_number",
    "account_open",
    "account_restore",
    "accounts_by_numbers",
    "accounts_for_member",
    "accounts_for_staff",
    "accounts_of",
    "accounts_open",
    "bound_card_of",
    "card_for_member",
    "card_hold",
    "card_labels",
    "card_number",
    "cards_for_member",
    "inbound_refusal",
    "loans_paid_out",
    "number_allot",
    "own_accounts",
    "own_payer_hold",
    "payees_hold",
    "payer_hold",
    "wage_holders",
]

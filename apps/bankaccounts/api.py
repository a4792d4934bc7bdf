"""The door of accounts."""

from .rules import inbound_refusal
from .selectors import (
    account_balance,
    account_for_staff,
    account_number,
    accounts_by_numbers,
    accounts_for_member,
    accounts_for_staff,
    accounts_of,
)
from .services.account_move import account_move
from .services.account_open import account_open, accounts_open
from .services.accounts_hold import payees_hold, payer_hold
from .services.number_allot import number_allot

__all__ = [
    "account_balance",
    "account_for_staff",
    "account_move",
    "account_number",
    "account_open",
    "accounts_by_numbers",
    "accounts_for_member",
    "accounts_for_staff",
    "accounts_of",
    "accounts_open",
    "inbound_refusal",
    "number_allot",
    "payees_hold",
    "payer_hold",
]

"""The door of accounts."""

from .selectors import (
    account_balance,
    account_number,
    accounts_by_numbers,
    accounts_for_member,
    accounts_of,
    inbound_check,
)
from .services.account_move import account_move
from .services.account_open import account_open, accounts_open
from .services.inbound_take import inbound_take
from .services.payer_hold import payer_hold

__all__ = [
    "account_balance",
    "account_move",
    "account_number",
    "account_open",
    "accounts_by_numbers",
    "accounts_for_member",
    "accounts_of",
    "accounts_open",
    "inbound_check",
    "inbound_take",
    "payer_hold",
]

from .balance_confirmation import BalanceConfirmation
from .bank_account import BankAccount
from .bound_card import BoundCard
from .receipt import Receipt
from .statement import Statement

__all__ = ["BalanceConfirmation", "BankAccount", "BoundCard", "Receipt", "Statement"]

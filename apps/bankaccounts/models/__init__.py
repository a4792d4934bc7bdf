from .bank_account import BankAccount
from .receipt import Receipt
from .statement import Statement

__all__ = ["BankAccount", "Receipt", "Statement"]

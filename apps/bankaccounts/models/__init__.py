from .bank_account import BankAccount
from .receipt import Receipt

__all__ = ["BankAccount", "Receipt"]

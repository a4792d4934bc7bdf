from .bank_account import BankAccount

__all__ = ["BankAccount"]

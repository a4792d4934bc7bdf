from .bank_account import BankAccount
from .inbound_day import InboundDay

__all__ = ["BankAccount", "InboundDay"]

"""Reads of transfers, and of what their person may do with an account."""

from .closing import closing_facts
from .transfers import person_of, pulled_today, transfer_for_member, transfers_for_member

__all__ = ["closing_facts", "person_of", "pulled_today", "transfer_for_member", "transfers_for_member"]

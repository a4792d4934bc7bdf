"""What 同心宝 does when something has happened: deeds that follow of themselves, and telling people, never an amount.

Each handler runs in a transaction that also ends its job; a repeat changes nothing.
"""

from . import deeds, telling, telling_entrusted

__all__ = ["deeds", "telling", "telling_entrusted"]

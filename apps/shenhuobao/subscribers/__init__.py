"""What 申活宝 does when something has happened. Each handler runs in a transaction that also ends its job; a repeat
changes nothing."""

from . import deeds, distributions, instructions, orders, products, suitability

__all__ = ["deeds", "distributions", "instructions", "orders", "products", "suitability"]

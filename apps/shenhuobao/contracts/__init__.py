"""What pages, the API and other apps get of 申活宝."""

from .order import OrderAnswer, Reading

__all__ = ["OrderAnswer", "Reading"]

"""What pages, the API and other apps get of 申活宝."""

from .order import OrderAnswer, Reading
from .product import NewProduct, ProductFees, TermsSaid

__all__ = ["NewProduct", "OrderAnswer", "ProductFees", "Reading", "TermsSaid"]

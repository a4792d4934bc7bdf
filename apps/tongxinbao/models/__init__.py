from .entrusted import EntrustedLine, EntrustedList
from .holding import Due, Holding
from .issue import Issue
from .lpr import LprQuote
from .order import Order
from .paper import IssuePaper
from .payout import Payout, PayoutLine

__all__ = [
    "Due",
    "EntrustedLine",
    "EntrustedList",
    "Holding",
    "Issue",
    "IssuePaper",
    "LprQuote",
    "Order",
    "Payout",
    "PayoutLine",
]

from .entrusted import EntrustedAnswer, EntrustedLine, EntrustedList, LoanMandate
from .holding import Due, Holding
from .issue import Issue
from .lpr import LprQuote
from .order import Order
from .paper import IssuePaper
from .payout import Payout, PayoutLine

__all__ = [
    "Due",
    "EntrustedAnswer",
    "EntrustedLine",
    "EntrustedList",
    "Holding",
    "Issue",
    "IssuePaper",
    "LoanMandate",
    "LprQuote",
    "Order",
    "Payout",
    "PayoutLine",
]

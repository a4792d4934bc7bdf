"""The door of the limits centre: every money flow asks here, in the transaction that moves the money."""

from .rules import account_claims, account_subject
from .selectors import account_uses as uses
from .selectors import customer_uses
from .selectors import limits_check as check
from .services.claims_take import claims_reserve as reserve
from .services.claims_take import claims_take as take
from .services.claims_take import lines_take as take_lines
from .services.reservation_settle import lines_give_back as give_back
from .services.reservation_settle import reservation_commit as commit
from .services.reservation_settle import reservation_release as release

__all__ = [
    "account_claims",
    "account_subject",
    "check",
    "commit",
    "customer_uses",
    "give_back",
    "release",
    "reserve",
    "take",
    "take_lines",
    "uses",
]

"""How high a rate may be on a day (TX-6)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Cap:
    """The LPR in force, and the highest true rates a year, in %: the law's and the bank's own."""

    lpr: Decimal
    published_on: date
    legal: Decimal
    policy: Decimal

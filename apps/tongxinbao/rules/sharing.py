"""What each lender gets when an enterprise is short (TX-26)."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.core.money import Fen, shares


@dataclass(frozen=True, slots=True)
class Owed:
    """What one lender is owed, in 分, in the order in which it is paid off: interest of the contract, overdue interest,
    principal (TX-26; the platform charges no costs, which would come first)."""

    interest: int
    overdue: int
    principal: int

    @property
    def total(self) -> int:
        return self.interest + self.overdue + self.principal

    def applied(self, fen: int) -> "Owed":
        """How a payment of `fen` 分 is taken."""
        if not 0 <= fen <= self.total:
            raise ValueError("more than is owed cannot be paid")
        interest = min(fen, self.interest)
        overdue = min(fen - interest, self.overdue)
        return Owed(interest, overdue, fen - interest - overdue)


def apportion(available: int, owed: Sequence[Owed]) -> tuple[Owed, ...]:
    """What each lender gets, before tax, of `available` 分 that do not reach: pro rata to what they are owed
    (Example 5), each share applied in the law's order. `owed` in the order of the orders' numbers."""
    parts = shares(min(available, sum(one.total for one in owed)), [one.total for one in owed])
    return tuple(one.applied(Fen(part)) for one, part in zip(owed, parts, strict=True))

"""Sharing a sum among people: what is scarce at the close, and what is there when an enterprise is short.

Both times: shares are cut down, and what is left goes to the largest remainders, then to the lower place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.core.money import Fen


def shares(total: int, weights: Sequence[int], step: int = 1) -> tuple[int, ...]:
    """`total` shared by `weights` (the wanted amounts, none below zero) in multiples of `step`; nobody gets more than
    the weight where the weights reach the total. Sum: `total`, cut to the step (TX-26, Example 6)."""
    whole = sum(weights)
    if not 0 <= total <= whole:
        raise ValueError("there is nothing to share out among more than everybody")
    if not whole:
        return tuple(0 for _ in weights)
    parts = [divmod(total * weight, whole * step) for weight in weights]
    left = total // step - sum(count for count, _ in parts)
    first = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))[:left]
    return tuple((count + (place in first)) * step for place, (count, _) in enumerate(parts))


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

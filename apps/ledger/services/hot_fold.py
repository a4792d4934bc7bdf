"""Folding the deltas of hot accounts into their balances."""

from apps.core.clock import Moment

from .door import call


def hot_fold(*, now: Moment) -> int:
    """Adds up what waits on hot accounts, and gives the number of deltas. Locks those accounts, ascending by id.

    Needs the caller's transaction. Reads are exact before and after.
    """
    deltas: int = call("SELECT ledger_fold_hot(%s)", (now.wall,))[0]
    return deltas

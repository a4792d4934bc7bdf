"""Holds and freezes: placing, releasing, running out. What comes out of a hold is posted by `journal_post`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.core.money import Fen
from apps.core.outbox import publish

from ..choices import EVERYTHING, FREEZES, OVERRIDING, YIELDING, HoldKind
from ..contracts import Held
from ..events import HoldLost
from ..models import HoldEvent
from .door import call

_PLACE = (
    "SELECT hold_id, held, replayed, ended FROM ledger_hold_place(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
SWEPT = 500  # accounts a sweep


def hold_place(
    *,
    key: str,
    account_id: UUID,
    kind: HoldKind,
    amount: Fen | None,
    subject_kind: str,
    subject_id: UUID,
    now: Moment,
    expires_at: datetime | None = None,
) -> Held:
    """Holds `amount` 分 of an account for a subject until `expires_at` (business time), in the caller's transaction.

    A freeze (JUDICIAL_*, STOP_PAYMENT) may want more than there is and catches what comes in, after the freezes before
    it; None: everything. A judicial one ends the account's unsettled holds (AC-9), any hold those that have run out:
    their ids are given back, and HoldLost tells their owners. Locks the account. `key` as in `journal_post`. Raises
    InsufficientFunds, LedgerRefused (closed account), LedgerKeyReused, LedgerFault.
    """
    hold_id, held, is_replay, ended = call(
        _PLACE,
        (new_id(), key, account_id, kind, EVERYTHING if amount is None else amount, kind in FREEZES, kind in OVERRIDING,
         kind in YIELDING, subject_kind, subject_id, expires_at, now.business_at, now.wall),
    )  # fmt: skip
    _tell_lost(ended or ())
    return Held(hold_id, Fen(held), is_replay, tuple(ended or ()))


def hold_release(hold_id: UUID, *, now: Moment) -> bool:
    """Gives back what a hold still holds; freezes behind it catch what they want. True: it was released before.

    Locks the account. Raises LedgerRefused (LEDGER_HOLD_ENDED) for one that was committed, ran out or was overridden,
    LedgerFault for an unknown one.
    """
    is_replay: bool = call("SELECT ledger_hold_release(%s, %s)", (hold_id, now.wall))[0]
    return is_replay


def holds_expire(*, now: Moment) -> tuple[UUID, ...]:
    """Ends the holds whose time is over, of some accounts at a time, and gives their ids; empty when none is left.

    HoldLost tells their owners. Locks those accounts and skips the ones in use. Needs the caller's transaction.
    """
    ended = tuple(call("SELECT ledger_holds_expire(%s, %s, %s)", (now.business_at, now.wall, SWEPT))[0])
    _tell_lost(ended)
    return ended


def _tell_lost(hold_ids: Sequence[UUID]) -> None:
    if not hold_ids:
        return
    last = HoldEvent.objects.filter(hold_id__in=hold_ids, closes=True)
    facts = last.values_list("hold_id", "hold__subject_kind", "hold__subject_id", "kind").order_by("hold_id")
    publish(*(HoldLost(*values) for values in facts))

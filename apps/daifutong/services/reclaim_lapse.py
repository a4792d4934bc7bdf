"""A request to give a wage back that nobody answered or checked in time."""

from datetime import date
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction

from ..choices import ReclaimState
from ..models import Reclaim
from .reclaim_moves import reclaim_move


def reclaims_lapse(*, day: date, now: Moment) -> None:
    """Ends what was not answered before `day`, which opens, in the caller's transaction; a repeat changes nothing.
    Locks the requests, ascending."""
    require_transaction()
    late = Reclaim.objects.system("their time is over").filter(state=ReclaimState.WAITS, lapses_on__lt=day)
    for reclaim in lock_rows(late):
        reclaim_move(reclaim, "lapse", "lapsed", actor=Actor.system("逾期未答复"), now=now)


def reclaim_lapse(*, reclaim_id: UUID, now: Moment) -> None:
    """Ends one that no second person checked in time, in the caller's transaction. Locks it; a repeat is nothing."""
    require_transaction()
    rows = Reclaim.objects.system("its approval has lapsed").filter(pk=reclaim_id, state=ReclaimState.ASKED)
    for reclaim in lock_rows(rows):
        reclaim_move(reclaim, "lapse", "lapsed", actor=Actor.system("逾期未复核"), now=now)

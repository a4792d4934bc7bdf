"""What the use cases of a request to give a wage back do alike: find it, make one move, put that on record, tell."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import Conflict
from apps.core.moves import found_locked, move_make
from apps.core.outbox import publish
from apps.members import api as members

from ..choices import RECLAIM_SUBJECT
from ..events import ReclaimMoved
from ..models import Reclaim
from ..rules.reclaim import RECLAIM
from ..selectors.reclaims import seen_by_member


def reclaim_locked(rows: "QuerySet[Reclaim]", reclaim_id: UUID) -> Reclaim:
    """One of the rows that the actor may see, under its lock. Raises NotFound."""
    return found_locked(rows, reclaim_id, "没有找到这笔误发追回。")


def reclaim_to_answer(reclaim_id: UUID, move: str, actor: Actor, now: Moment) -> Reclaim:
    """The actor's own request, while it may be answered, under its lock. Raises NotFound, IllegalMove, Conflict
    RECLAIM_LATE."""
    reclaim = reclaim_locked(seen_by_member(actor), reclaim_id)
    RECLAIM.check(reclaim.state, move)
    if reclaim.lapses_on is None or reclaim.lapses_on < now.business_date:
        raise Conflict("RECLAIM_LATE", "答复期限已过,这笔追回已失效,款项不会变动。")
    return reclaim


def reclaim_move(reclaim: Reclaim, name: str, past: str, *, actor: Actor, now: Moment, **changes: Any) -> None:
    """One move with its changes, its audit row and its event; a last one ends the request. Raises IllegalMove."""
    if RECLAIM.check(reclaim.state, name).target in RECLAIM.final_states:
        changes["ended_at"] = now.business_at
    move = move_make(reclaim, RECLAIM, name, **changes)
    reclaim_record(reclaim, past, source=move.source, actor=actor, now=now)


def reclaim_record(reclaim: Reclaim, past: str, *, source: str, actor: Actor, now: Moment) -> None:
    """The audit row of a move that is written, and the event of which people are told."""
    detail = {"reference": reclaim.row.line_ref, "fen": reclaim.amount_fen, "digest": reclaim.digest}
    action = f"daifutong.reclaim.{past}"
    members.move_record(reclaim, RECLAIM_SUBJECT, action, source=source, detail=detail, actor=actor, now=now)
    publish(ReclaimMoved(reclaim.pk, reclaim.state, reclaim.row_id))

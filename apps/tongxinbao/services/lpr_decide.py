"""An approver of the bank agrees to a quote of the LPR: from here on it holds (TX-6)."""

from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.idempotency import once
from apps.core.moves import found_locked, move_make
from apps.core.outbox import publish

from ..choices import QUOTE_SUBJECT, QuoteState
from ..events import QuoteLoaded
from ..models import LprQuote
from ..rules.lpr import QUOTE
from .issue_moves import verdict_take
from .lpr_propose import quote_record


@use_case
def lpr_decide(*, quote_id: UUID, verdict: str, reason: str, digest: str, key: str, actor: Actor, now: Moment) -> None:
    """One verdict on exactly what was shown; issues above the new cap are then stopped. Key: (person, key).

    Locks quote, then approval. Raises NotFound, IllegalMove, Forbidden SAME_PERSON, Conflict STALE, InvalidInput
    REASON, StepUpRequired, KeyReused, Busy.
    """
    said = {"verdict": verdict, "digest": digest, "reason": reason.strip()}

    def effect() -> dict[str, Any]:
        quote = _locked(quote_id)
        outcome = verdict_take(QUOTE_SUBJECT, quote.pk, said, actor=actor, now=now)
        _move(quote, "publish" if outcome.state == "APPROVED" else "refuse", actor, now)
        return {}

    once(actor=actor, route="tongxinbao.lpr_decide", key=key, body={"quote": quote_id} | said, effect=effect)


def lpr_lapse(*, quote_id: UUID, now: Moment) -> None:
    """Nobody decided in time; in the caller's transaction, a repeat changes nothing."""
    require_transaction()
    quote = _locked(quote_id)
    if quote.state == QuoteState.PROPOSED:
        _move(quote, "lapse", Actor.system("审批逾期"), now)


def _locked(quote_id: UUID) -> LprQuote:
    return found_locked(LprQuote.objects.all(), quote_id, "没有找到这条报价。")


def _move(quote: LprQuote, name: str, actor: Actor, now: Moment) -> None:
    move = move_make(quote, QUOTE, name, decided_at=now.wall)
    quote_record(quote, "tongxinbao.lpr.decided", source=move.source, actor=actor, now=now)
    if name == "publish":
        publish(QuoteLoaded(quote.pk))

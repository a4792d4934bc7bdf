"""The quotes of the LPR as the bank's people see them (TX-6)."""

from apps.approvals import api as approvals
from apps.core.access import allows
from apps.core.actors import Actor

from ..choices import QUOTE_LABELS, QUOTE_SUBJECT, QuoteState
from ..contracts import QuoteLine
from ..models import LprQuote
from ..rules.rate_cap import legal_cap

SHOWN = 60
TONES = {QuoteState.PROPOSED: "warn", QuoteState.ACTIVE: "ok"}


def quotes_for(actor: Actor) -> tuple[QuoteLine, ...]:
    """Newest first; the digest of one that waits is there for who may decide on it now. Two queries."""
    waiting = approvals.pending(actor) if allows(actor, "tongxinbao.lpr.decide") else ()
    mine = {one.subject_id: one.digest for one in waiting if one.kind == QUOTE_SUBJECT}
    rows = LprQuote.objects.order_by("-published_on", "-created_at")[:SHOWN]
    return tuple(
        QuoteLine(
            id=row.pk,
            published_on=row.published_on,
            rate=row.rate,
            legal=legal_cap(row.rate),
            state=row.state,
            state_label=QUOTE_LABELS[QuoteState(row.state)],
            tone=TONES.get(QuoteState(row.state), "neutral"),
            proposer=row.display,
            decided_at=row.decided_at,
            digest=mine.get(row.pk, "") if row.state == QuoteState.PROPOSED else "",
        )
        for row in rows
    )


def may_propose(actor: Actor) -> bool:
    """The quote is the whole bank's: somebody of head office loads it."""
    return allows(actor, "tongxinbao.lpr.propose") and approvals.is_of_head_office(actor)

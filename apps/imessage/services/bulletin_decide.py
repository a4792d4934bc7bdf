"""复核银行通知: a second person lets the bank's bulletin out, or sends it back."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.moves import move_make
from apps.core.outbox import publish
from apps.members import api as members

from ..choices import BULLETIN as SUBJECT
from ..choices import BulletinState
from ..events import BulletinAdopted
from ..models import BulletinTarget
from ..rules.lives import BULLETIN
from .bulletin_moves import bulletin_recorded, locked_bulletin
from .bulletin_propose import bulletin_digest

APPROVED = "APPROVED"  # of the request
WHY = "of the bulletin"


@use_case
def bulletin_decide(*, bulletin_id: UUID, verdict: str, reason: str, actor: Actor, now: Moment) -> None:
    """With APPROVE the bulletin is published, and each enterprise's channel gets its row by an event of its own.

    Locks it; needs a step-up bound to its digest. Raises NotFound, IllegalMove, and what approvals.decide raises.
    """
    row = locked_bulletin(actor, bulletin_id)
    BULLETIN.check(row.state, "adopt")
    outcome = approvals.decide(
        kind=SUBJECT, subject_id=row.pk, verdict=verdict, reason=reason, digest=bulletin_digest(row), actor=actor,
        now=now,
    )  # fmt: skip
    path = row.unit.path if row.unit else ""
    if outcome.state == APPROVED:
        move = move_make(row, BULLETIN, "adopt", checker_person_id=actor.person, published_at=now.wall)
        chosen = BulletinTarget.objects.system(WHY).filter(bulletin=row).values_list("enterprise_id", flat=True)
        wanted = set(chosen)
        firms = [one.id for one in members.certified_below(path) if not wanted or one.id in wanted]
        publish(*(BulletinAdopted(row.pk, firm) for firm in firms))
    else:
        move = move_make(row, BULLETIN, "refuse", checker_person_id=actor.person)
    bulletin_recorded(row, "decided", move.source, actor, now, unit_path=path)


def bulletin_lapse(*, bulletin_id: UUID, now: Moment) -> None:
    """After its request has lapsed, in the caller's transaction. Locks it; a repeat is nothing."""
    require_transaction()
    actor = Actor.system("逾期未复核")
    row = locked_bulletin(actor, bulletin_id)
    if row.state == BulletinState.PROPOSED:
        move = move_make(row, BULLETIN, "lapse")
        bulletin_recorded(row, "lapsed", move.source, actor, now, unit_path=row.unit.path if row.unit else "")

"""A person takes back a proof of his wages (PY-13)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import NotFound
from apps.members import api as members

from ..models import WageProof
from .proof_moves import proof_record


@use_case
def proof_revoke(*, proof_id: UUID, actor: Actor, now: Moment) -> None:
    """Ends a proof: whoever verifies it hears that it is over. Again, it changes nothing. Locks the proof. Raises
    NotFound."""
    rows = lock_rows(WageProof.objects.scoped(actor).filter(pk=proof_id))
    if not rows:
        raise NotFound("没有找到这份证明。")
    proof = rows[0]
    if proof.revoked_at is None:
        proof.revoked_at = now.wall
        proof.save(update_fields=["revoked_at"])
        proof_record(
            proof, "daifutong.proof.revoked", members.enterprise_brief(proof.enterprise_id).unit_path, actor, now
        )

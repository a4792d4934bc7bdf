"""What the use cases of a proof of wages do alike: put it on record."""

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment

from ..models import WageProof


def proof_record(proof: WageProof, action: str, unit_path: str, actor: Actor, now: Moment) -> None:
    """No amount and no recipient: the bank's auditor sees that it was done."""
    audit.record(
        actor=actor,
        action=action,
        subject_kind="daifutong.proof",
        subject_id=proof.pk,
        detail={"kind": proof.kind},
        unit_path=unit_path,
        now=now,
    )

"""A person opens a proof of his wages again, to print it (PY-13)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.identity import api as identity
from apps.members import api as members

from ..contracts import ProofView
from ..selectors.wage_proofs import proof_for, view_of
from .proof_moves import proof_record


@use_case
def proof_open(*, proof_id: UUID, actor: Actor, now: Moment) -> ProofView:
    """A proof with its amounts, to be printed again, after a step-up bound to it. Raises NotFound, Conflict PROOF_OVER
    for one that is revoked, void or expired, StepUpRequired."""
    proof = proof_for(actor, proof_id)
    view = view_of(proof, now.business_date)
    if not view.line.is_good:
        raise Conflict("PROOF_OVER", f"这份证明{view.line.state_label},请重新出具。")
    shown = {"打开": f"{view.line.kind_label},出具给 {proof.recipient}"}
    identity.require_step_up(actor=actor, digest=f"proof-{proof.pk}", shown=shown, now=now)
    proof_record(proof, "daifutong.proof.opened", members.enterprise_brief(proof.enterprise_id).unit_path, actor, now)
    return view

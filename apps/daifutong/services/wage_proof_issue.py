"""A person has the bank say what wages he was paid (收入证明, 工资流水), opens it again, and takes it back."""

from uuid import UUID

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.core.proof_codes import new_code
from apps.identity import api as identity
from apps.members import api as members

from ..choices import PROOF_LABELS, PROOF_MONTHS, PROOF_PURPOSES, RECIPIENT_LENGTH, ProofKind
from ..contracts import ProofView
from ..models import WageProof
from ..rules.wage_proof import CHOICES, WageSum, valid_until, wage_sum
from ..selectors.wage_proofs import proof_digest, proof_for, view_of, wages_paid


@use_case
def wage_proof_issue(
    *, kind: str, enterprise_id: UUID, months: int, purpose: str, recipient: str, actor: Actor, now: Moment
) -> ProofView:
    """A proof of the wages of the last `months` that this enterprise has paid, good for PROOF_MONTHS, after a step-up
    bound to all of it.

    Locks nothing: each is a paper of its own. Raises InvalidInput PROOF, NotFound for an enterprise that paid nothing,
    Conflict NO_INCOME for one that paid no income, StepUpRequired.
    """
    recipient = " ".join(recipient.split())
    _check(kind, months, purpose, recipient)
    name, paid = wages_paid(actor, enterprise_id)
    if not paid:
        raise NotFound("没有找到这家企业发给您的工资。")
    found = wage_sum(paid, months)
    if found is None:
        raise Conflict("NO_INCOME", "这家企业发给您的款项中没有工资收入,不能出具证明。")
    enterprise = members.enterprise_brief(enterprise_id)
    shown = {"出具": PROOF_LABELS[ProofKind(kind)], "单位": enterprise.name, "期间": f"{found.first} 至 {found.last}"}
    said = {"kind": kind, "enterprise": enterprise_id, "months": months, "purpose": purpose, "recipient": recipient}
    shown |= {"出具给": recipient}
    identity.require_step_up(actor=actor, digest=body_hash(said), shown=shown, now=now)
    proof = _proof(found, name, kind, enterprise_id, purpose, recipient, actor, now)
    proof.save(force_insert=True)
    _record(proof, "daifutong.proof.issued", enterprise.unit_path, actor, now)
    return view_of(proof, now.business_date)


@use_case
def wage_proof_open(*, proof_id: UUID, actor: Actor, now: Moment) -> ProofView:
    """A proof with its amounts, to be printed again, after a step-up bound to it. Raises NotFound, Conflict PROOF_OVER
    for one that is revoked or expired, StepUpRequired."""
    proof = proof_for(actor, proof_id)
    view = view_of(proof, now.business_date)
    if not view.line.is_good:
        raise Conflict("PROOF_OVER", f"这份证明{view.line.state_label},请重新出具。")
    shown = {"打开": f"{view.line.kind_label},出具给 {proof.recipient}"}
    identity.require_step_up(actor=actor, digest=f"proof-{proof.pk}", shown=shown, now=now)
    _record(proof, "daifutong.proof.opened", members.enterprise_brief(proof.enterprise_id).unit_path, actor, now)
    return view


@use_case
def wage_proof_revoke(*, proof_id: UUID, actor: Actor, now: Moment) -> None:
    """Ends a proof: whoever verifies it hears that it is over. Again, it changes nothing. Locks the proof. Raises
    NotFound."""
    rows = lock_rows(WageProof.objects.scoped(actor).filter(pk=proof_id))
    if not rows:
        raise NotFound("没有找到这份证明。")
    proof = rows[0]
    if proof.revoked_at is None:
        proof.revoked_at = now.wall
        proof.save(update_fields=["revoked_at"])
        _record(proof, "daifutong.proof.revoked", members.enterprise_brief(proof.enterprise_id).unit_path, actor, now)


def _check(kind: str, months: int, purpose: str, recipient: str) -> None:
    faults = {}
    if kind not in list(ProofKind):
        faults["kind"] = "请选择证明的种类。"
    if months not in CHOICES:
        faults["months"] = "请选择最近 6 个月或 12 个月。"
    if purpose not in PROOF_PURPOSES:
        faults["purpose"] = "请选择用途。"
    if not 1 <= len(recipient) <= RECIPIENT_LENGTH:
        faults["recipient"] = f"请填写 {RECIPIENT_LENGTH} 字以内的出具对象,例如办理贷款的银行。"
    if faults:
        raise InvalidInput("PROOF", next(iter(faults.values())), fields=faults)


def _proof(
    found: WageSum,
    name: str,
    kind: str,
    enterprise_id: UUID,
    purpose: str,
    recipient: str,
    actor: Actor,
    now: Moment,
) -> WageProof:
    today = now.business_date
    proof = WageProof(
        kind=kind, person_id=actor.person, enterprise_id=enterprise_id, name=name, purpose=purpose,
        recipient=recipient, first=found.first, last=found.last, months=found.months, total_fen=found.total,
        average_fen=found.average, lines=[list(line) for line in found.lines], code=new_code(), issued_at=now.wall,
        issued_on=today, expires_on=valid_until(today, params.get(PROOF_MONTHS, today)),
    )  # fmt: skip
    proof.digest = proof_digest(proof)
    return proof


def _record(proof: WageProof, action: str, unit_path: str, actor: Actor, now: Moment) -> None:
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

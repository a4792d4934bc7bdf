"""A person has the bank say what wages he was paid (收入证明, 工资流水; PY-13)."""

from uuid import UUID

from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.core.proof_codes import new_code
from apps.identity import api as identity
from apps.members import api as members

from ..choices import PROOF_LABELS, PROOF_MONTHS, PROOF_PURPOSES, RECIPIENT_LENGTH, ProofKind
from ..contracts import ProofView
from ..models import WageProof
from ..rules.wage_proof import CHOICES, WageSum, valid_until, wage_sum
from ..selectors.wage_proofs import proof_digest, view_of, wages_paid
from .proof_moves import proof_record


@use_case
def proof_issue(
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
    proof_record(proof, "daifutong.proof.issued", enterprise.unit_path, actor, now)
    return view_of(proof, now.business_date)


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

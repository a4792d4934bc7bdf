"""收入证明 and 工资流水 of the person who asks: what was issued, without amounts; these stand on the page alone."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Confirmable, Endpoint, entry

from ..choices import PROOF_LABELS, PROOF_PURPOSES, RECIPIENT_LENGTH
from ..contracts import ProofLine
from ..rules.wage_proof import CHOICES
from ..selectors.wage_proofs import proof_line, proofs_for_member
from ..services.proof_issue import proof_issue
from ..services.proof_revoke import proof_revoke

READ = "daifutong.payslip.read"
OWN = Relation.SELF


class WageProofOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    kind_label = serializers.CharField()
    enterprise_name = serializers.CharField()
    purpose_label = serializers.CharField()
    recipient = serializers.CharField()
    first = serializers.CharField(help_text="第一个月")
    last = serializers.CharField(help_text="最后一个月")
    issued_on = serializers.DateField()
    expires_on = serializers.DateField()
    state_label = serializers.CharField()
    is_good = serializers.BooleanField(help_text="仍然有效")
    is_void = serializers.BooleanField(help_text="已作废:其中的一笔工资出具后被退票")


class WageProofsOut(serializers.Serializer[Any]):
    proofs = WageProofOut(many=True)


class WageProofIn(Confirmable):
    kind = serializers.ChoiceField(choices=list(PROOF_LABELS.items()))
    enterprise_id = serializers.UUIDField()
    months = serializers.ChoiceField(choices=[(count, f"{count} 个月") for count in CHOICES])
    purpose = serializers.ChoiceField(choices=list(PROOF_PURPOSES.items()))
    recipient = serializers.CharField(max_length=RECIPIENT_LENGTH)


class WageProofIssuedOut(serializers.Serializer[Any]):
    proof = WageProofOut(source="line")
    code = serializers.CharField(help_text="验证码,四位一组")
    digest = serializers.CharField(help_text="内容摘要值")


class WageProofs(Endpoint):
    @entry(summary="我的收入证明和工资流水", permission=READ, relation=OWN, answers=WageProofsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"proofs": proofs_for_member(call.actor, clock.read())}

    @entry(
        summary="出具收入证明或工资流水", permission=READ, relation=OWN, step_up="出具工资证明", takes=WageProofIn,
        answers=WageProofIssuedOut, status=201,
    )  # fmt: skip
    def post(self, call: Call) -> object:
        return proof_issue(**call.sent, actor=call.actor, now=clock.read())


class WageProof(Endpoint):
    @entry(summary="一份证明", permission=READ, relation=OWN, answers=WageProofOut)
    def get(self, call: Call, proof_id: UUID) -> ProofLine:
        return proof_line(call.actor, proof_id, clock.read())

    @entry(summary="撤销一份证明", permission=READ, relation=OWN)
    def delete(self, call: Call, proof_id: UUID) -> None:
        proof_revoke(proof_id=proof_id, actor=call.actor, now=clock.read())

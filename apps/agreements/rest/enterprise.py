"""What the caller's enterprise has signed and has to sign."""

from uuid import UUID

from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from . import parts

VIEW, SIGN = "agreements.enterprise.view", "agreements.enterprise.sign"
OWN = Relation.ENTERPRISE


class EnterpriseAgreements(Endpoint):
    @entry(summary="企业的协议", permission=VIEW, relation=OWN, answers=parts.AgreementsOut)
    def get(self, call: Call) -> dict[str, object]:
        return parts.agreements_of(call)


class EnterpriseAgreement(Endpoint):
    @entry(summary="企业协议的文本", permission=VIEW, relation=OWN, answers=parts.AgreementOut)
    def get(self, call: Call, code: str) -> dict[str, object]:
        return parts.agreement_of(call, code)


class EnterpriseAgreementSigning(Endpoint):
    @entry(summary="代表企业签署", permission=SIGN, relation=OWN, step_up="签署协议", takes=parts.SignIn)
    def post(self, call: Call, code: str) -> None:
        parts.sign(call, code)


class EnterpriseSignatures(Endpoint):
    @entry(summary="企业的签署记录", permission=VIEW, relation=OWN, answers=parts.SignaturesOut)
    def get(self, call: Call) -> dict[str, object]:
        return parts.signatures_of(call)


class EnterpriseSignature(Endpoint):
    @entry(summary="企业的一份签署副本", permission=VIEW, relation=OWN, answers=parts.SignedCopyOut)
    def get(self, call: Call, signature_id: UUID) -> dict[str, object]:
        return parts.copy_of(call, signature_id)

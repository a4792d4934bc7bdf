"""What the person who asks has signed."""

from uuid import UUID

from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from . import parts

OWN, SELF = "agreements.own", Relation.SELF


class Agreements(Endpoint):
    @entry(summary="我的协议", permission=OWN, relation=SELF, answers=parts.AgreementsOut)
    def get(self, call: Call) -> dict[str, object]:
        return parts.agreements_of(call)


class Agreement(Endpoint):
    @entry(summary="一份协议的文本", permission=OWN, relation=SELF, answers=parts.AgreementOut)
    def get(self, call: Call, code: str) -> dict[str, object]:
        return parts.agreement_of(call, code)


class AgreementSigning(Endpoint):
    @entry(summary="签署协议", permission=OWN, relation=SELF, step_up="签署协议", takes=parts.SignIn)
    def post(self, call: Call, code: str) -> None:
        parts.sign(call, code)


class Signatures(Endpoint):
    @entry(summary="我的签署记录", permission=OWN, relation=SELF, answers=parts.SignaturesOut)
    def get(self, call: Call) -> dict[str, object]:
        return parts.signatures_of(call)


class Signature(Endpoint):
    @entry(summary="一份签署副本", permission=OWN, relation=SELF, answers=parts.SignedCopyOut)
    def get(self, call: Call, signature_id: UUID) -> dict[str, object]:
        return parts.copy_of(call, signature_id)

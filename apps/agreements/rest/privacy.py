"""What the person who asks has allowed, and may take back; and what the platform holds of them."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Confirmable, Endpoint, TermOut, entry

from ..choices import DATA_KIND_LABELS, DATA_STATE_LABELS, MANDATE_LABELS
from ..contracts import MandateLine
from ..selectors.own_data import (
    consents_for_member,
    data_requests_for_member,
    mandate_for_member,
    mandates_for_member,
)
from ..services.consent_decide import consent_grant, consent_withdraw
from ..services.data_request_move import data_request_open, data_request_withdraw
from ..services.mandate_move import mandate_stop
from ..services.own_data_copy import own_data_copy
from .parts import ParagraphOut

OWN, SELF = "agreements.own", Relation.SELF
KINDS = [(key.value, label) for key, label in DATA_KIND_LABELS.items()]
REQUEST_STATES = [(key.value, label) for key, label in DATA_STATE_LABELS.items()]
MANDATE_STATES = [(key.value, label) for key, label in MANDATE_LABELS.items()]


class ConsentOut(serializers.Serializer[Any]):
    purpose = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    title = serializers.CharField()
    paragraphs = ParagraphOut(many=True)
    version = serializers.IntegerField()
    text_hash = serializers.CharField()
    is_granted = serializers.BooleanField()
    is_sensitive = serializers.BooleanField(help_text="涉及敏感个人信息,须单独同意")
    is_necessary = serializers.BooleanField(help_text="撤回即申请关闭服务")
    is_outdated = serializers.BooleanField(help_text="同意之后说明有更新")
    decided_at = serializers.DateTimeField(allow_null=True)


class ConsentsOut(serializers.Serializer[Any]):
    consents = ConsentOut(many=True)


class ConsentIn(serializers.Serializer[Any]):
    granted = serializers.BooleanField()
    text_hash = serializers.CharField(max_length=64, required=False, help_text="同意时:所展示说明的 text_hash")
    closing = serializers.BooleanField(default=False, help_text="撤回必需的同意时:同时申请关闭服务")


class MandateOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    terms = TermOut(many=True)
    state = serializers.ChoiceField(MANDATE_STATES)
    signed_at = serializers.DateTimeField()
    expires_on = serializers.DateField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    signature_id = serializers.UUIDField()


class MandatesOut(serializers.Serializer[Any]):
    mandates = MandateOut(many=True)


class DataRequestOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(KINDS)
    text = serializers.CharField()
    state = serializers.ChoiceField(REQUEST_STATES)
    opened_at = serializers.DateTimeField()
    due_on = serializers.DateField(help_text="至迟在这一天答复")
    answer = serializers.CharField()
    closed_at = serializers.DateTimeField(allow_null=True)


class DataRequestsOut(serializers.Serializer[Any]):
    requests = DataRequestOut(many=True)


class DataRequestIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(KINDS)
    text = serializers.CharField(max_length=300, default="", allow_blank=True, help_text="查阅副本以外须写明内容")


class DataRequestOpenedOut(serializers.Serializer[Any]):
    request_id = serializers.UUIDField(source="*")


class DataSheetOut(serializers.Serializer[Any]):
    title = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class DataCopyOut(serializers.Serializer[Any]):
    sheets = DataSheetOut(many=True)


class Consents(Endpoint):
    @entry(summary="个人信息同意", permission=OWN, relation=SELF, answers=ConsentsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"consents": consents_for_member(call.actor, clock.read())}


class Consent(Endpoint):
    @entry(summary="同意或撤回一项", permission=OWN, relation=SELF, takes=ConsentIn)
    def put(self, call: Call, purpose: str) -> None:
        sent, now = call.sent, clock.read()
        if sent["granted"]:
            consent_grant(purpose=purpose, text_hash=sent.get("text_hash", ""), actor=call.actor, now=now)
        else:
            consent_withdraw(purpose=purpose, actor=call.actor, now=now, closing=sent["closing"])


class Mandates(Endpoint):
    @entry(summary="我的授权", permission=OWN, relation=SELF, answers=MandatesOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"mandates": mandates_for_member(call.actor, clock.read())}


class Mandate(Endpoint):
    @entry(summary="一项授权", permission=OWN, relation=SELF, answers=MandateOut)
    def get(self, call: Call, mandate_id: UUID) -> MandateLine:
        return mandate_for_member(call.actor, mandate_id, clock.read())


class MandateStop(Endpoint):
    @entry(summary="停止授权", permission=OWN, relation=SELF)
    def post(self, call: Call, mandate_id: UUID) -> None:
        mandate_stop(mandate_id=mandate_id, actor=call.actor, now=clock.read())


class DataRequests(Endpoint):
    @entry(summary="我的个人信息请求", permission=OWN, relation=SELF, answers=DataRequestsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"requests": data_requests_for_member(call.actor, clock.read())}

    @entry(
        summary="提出个人信息请求", permission=OWN, relation=SELF, takes=DataRequestIn, answers=DataRequestOpenedOut,
        status=201,
    )  # fmt: skip
    def post(self, call: Call) -> UUID:
        return data_request_open(**call.sent, actor=call.actor, now=clock.read())


class DataRequestWithdrawal(Endpoint):
    @entry(summary="撤销个人信息请求", permission=OWN, relation=SELF)
    def post(self, call: Call, request_id: UUID) -> None:
        data_request_withdraw(request_id=request_id, actor=call.actor, now=clock.read())


class DataCopy(Endpoint):
    """Keyed by nothing: an answer that holds all of a person is not kept."""

    @entry(
        summary="个人信息副本", permission=OWN, relation=SELF, step_up="下载个人信息副本", takes=Confirmable,
        answers=DataCopyOut, has_effect=False,
    )  # fmt: skip
    def post(self, call: Call) -> dict[str, object]:
        return {"sheets": own_data_copy(actor=call.actor, now=clock.read())}

"""批量开户 for the enterprise's programs and the invited people. No account numbers."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..choices import OPENING_PEOPLE, REASON_LENGTH
from ..contracts import OpeningDetail
from ..selectors.openings import opening_detail, openings_for, own_invitations
from ..services.opening_ask import opening_ask
from ..services.opening_withdraw import opening_withdraw

ASK = "daifutong.opening.ask"
OWN = Relation.ENTERPRISE


class OpeningOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    count = serializers.IntegerField()
    place = serializers.CharField(help_text="办理时间和地点,受理后才有")
    reason = serializers.CharField()
    asked_at = serializers.DateTimeField()
    invited_at = serializers.DateTimeField(allow_null=True)


class OpeningsOut(serializers.Serializer[Any]):
    openings = OpeningOut(many=True)


class InvitedOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    emp_no = serializers.CharField()
    step = serializers.IntegerField(help_text="0 未开户,1 已开户,2 已提交工资卡,3 工资卡已确认")
    step_label = serializers.CharField()


class OpeningDetailOut(serializers.Serializer[Any]):
    opening = OpeningOut(source="line")
    people = InvitedOut(many=True)


class OpeningAskIn(serializers.Serializer[Any]):
    person_ids = serializers.ListField(
        child=serializers.UUIDField(), max_length=OPENING_PEOPLE, default=list, help_text="不填为全部未开户的在职员工"
    )
    wish = serializers.CharField(max_length=REASON_LENGTH, allow_blank=True, default="")
    have_agreed = serializers.BooleanField(help_text="已征得员工本人同意")


class OpeningMade(serializers.Serializer[Any]):
    opening_id = serializers.UUIDField()


class InvitationOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    enterprise_name = serializers.CharField()
    place = serializers.CharField()
    step = serializers.IntegerField()
    step_label = serializers.CharField()


class InvitationsOut(serializers.Serializer[Any]):
    invitations = InvitationOut(many=True)


class Openings(Endpoint):
    @entry(summary="批量开户申请", permission=ASK, relation=OWN, answers=OpeningsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"openings": openings_for(call.actor)}

    @entry(summary="申请批量开户", permission=ASK, relation=OWN, takes=OpeningAskIn, answers=OpeningMade, status=201)
    def post(self, call: Call) -> dict[str, object]:
        return {"opening_id": opening_ask(**call.sent, key=call.key, actor=call.actor, now=clock.read())}


class Opening(Endpoint):
    @entry(summary="一份批量开户申请", permission=ASK, relation=OWN, answers=OpeningDetailOut)
    def get(self, call: Call, opening_id: UUID) -> OpeningDetail:
        return opening_detail(call.actor, opening_id)


class OpeningWithdrawal(Endpoint):
    @entry(summary="撤回批量开户申请", permission=ASK, relation=OWN)
    def post(self, call: Call, opening_id: UUID) -> None:
        opening_withdraw(opening_id=opening_id, actor=call.actor, now=clock.read())


class Invitations(Endpoint):
    @entry(summary="我的开户预约", permission="daifutong.card.own", relation=Relation.SELF, answers=InvitationsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"invitations": own_invitations(call.actor)}

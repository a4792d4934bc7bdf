"""The transfers of the person who asks."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.api import Call, Confirmable, Endpoint, entry

from ..choices import Direction
from ..contracts import TransferView
from ..selectors import transfer_for_member, transfers_for_member
from ..services.transfer_make import transfer_make

OWN, SELF = "transfers.own", Relation.SELF
MOST_FEN = 10**15


class TransferOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    direction = serializers.CharField()
    amount_fen = serializers.IntegerField(source="amount")
    account_id = serializers.UUIDField()
    card_id = serializers.UUIDField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    reason = serializers.CharField(help_text="失败原因")
    reference = serializers.CharField()
    asked_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class TransfersOut(serializers.Serializer[Any]):
    transfers = TransferOut(many=True)


class TransferMadeOut(serializers.Serializer[Any]):
    transfer_id = serializers.UUIDField(source="*")


class TransferIn(Confirmable):
    direction = serializers.ChoiceField(choices=[key.value for key in Direction], help_text="IN 转入,OUT 转出")
    account_id = serializers.UUIDField()
    card_id = serializers.UUIDField()
    amount_fen = serializers.IntegerField(min_value=1, max_value=MOST_FEN)


class Transfers(Endpoint):
    @entry(summary="我的转账", permission=OWN, relation=SELF, answers=TransfersOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"transfers": transfers_for_member(call.actor, clock.read())}

    @entry(
        summary="转入或转出", permission=OWN, relation=SELF, step_up="确认转账", takes=TransferIn,
        answers=TransferMadeOut, status=201,
    )  # fmt: skip
    def post(self, call: Call) -> UUID:
        sent = call.sent
        return transfer_make(
            direction=Direction(sent["direction"]), account_id=sent["account_id"], card_id=sent["card_id"],
            fen=sent["amount_fen"], key=call.key, actor=call.actor, now=clock.read(),
        )  # fmt: skip


class Transfer(Endpoint):
    @entry(summary="一笔转账", permission=OWN, relation=SELF, answers=TransferOut)
    def get(self, call: Call, transfer_id: UUID) -> TransferView:
        found = transfer_for_member(call.actor, transfer_id, clock.read())
        if found is None:
            raise NotFound("没有找到这笔转账。")
        return found

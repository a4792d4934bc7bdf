"""What a participant does beside speaking: an edit, who has read, who sits there, how the conversation is kept."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.http.api import Call, Endpoint, entry

from ..contracts import Receipts, SendAnswer
from ..rules.bodies import MOST_CHARACTERS
from ..selectors.people import people_for_member
from ..selectors.receipts import receipts_for_sender
from ..services.message_edit import message_edit
from ..services.message_forward import message_forward
from ..services.seat_set import seat_set
from .talks import SELF, TALK, SendAnswerOut


class EditIn(serializers.Serializer[Any]):
    client_id = serializers.UUIDField(help_text="每次修改一个编号,重发时不变")
    text = serializers.CharField(max_length=MOST_CHARACTERS, trim_whitespace=False)


class ForwardIn(serializers.Serializer[Any]):
    client_id = serializers.UUIDField(help_text="每次转发一个编号,重发时不变")
    to = serializers.UUIDField(help_text="转发到的会话")


class ReceiptsOut(serializers.Serializer[Any]):
    seq = serializers.IntegerField()
    read_count = serializers.IntegerField()
    unread_count = serializers.IntegerField()
    read = serializers.ListField(child=serializers.CharField(), help_text="已读者姓名,最多 200 个")
    unread = serializers.ListField(child=serializers.CharField(), help_text="未读者姓名,最多 200 个")


class SeatIn(serializers.Serializer[Any]):
    is_pinned = serializers.BooleanField(required=False, allow_null=True, default=None, help_text="置顶")
    is_muted = serializers.BooleanField(required=False, allow_null=True, default=None, help_text="免打扰")
    is_marked = serializers.BooleanField(required=False, allow_null=True, default=None, help_text="标为未读")


class PeopleQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=30, default="", allow_blank=True, help_text="姓名的一部分")


class SeatOut(serializers.Serializer[Any]):
    participant_id = serializers.UUIDField()
    display = serializers.CharField()
    badge = serializers.CharField()


class PeopleOut(serializers.Serializer[Any]):
    people = SeatOut(many=True)


class MessageEditing(Endpoint):
    @entry(summary="修改消息", permission=TALK, relation=SELF, takes=EditIn, answers=SendAnswerOut, status=201)
    def post(self, call: Call, conversation_id: UUID, seq: int) -> SendAnswer:
        return message_edit(
            conversation_id=conversation_id, seq=seq, client_id=call.sent["client_id"], text=call.sent["text"],
            actor=call.actor, now=clock.read(),
        )  # fmt: skip


class MessageForwarding(Endpoint):
    @entry(summary="转发消息", permission=TALK, relation=SELF, takes=ForwardIn, answers=SendAnswerOut, status=201)
    def post(self, call: Call, conversation_id: UUID, seq: int) -> SendAnswer:
        return message_forward(
            conversation_id=conversation_id, seq=seq, **call.sent, actor=call.actor, now=clock.read()
        )


class MessageReceipts(Endpoint):
    @entry(summary="消息的已读情况", permission=TALK, relation=SELF, answers=ReceiptsOut)
    def get(self, call: Call, conversation_id: UUID, seq: int) -> Receipts:
        return receipts_for_sender(call.actor, conversation_id, seq)


class SeatSetting(Endpoint):
    @entry(summary="置顶、免打扰或标为未读", permission=TALK, relation=SELF, takes=SeatIn)
    def post(self, call: Call, conversation_id: UUID) -> None:
        seat_set(conversation_id=conversation_id, actor=call.actor, **call.sent)


class People(Endpoint):
    @entry(summary="会话的参与人", permission=TALK, relation=SELF, asks=PeopleQuery, answers=PeopleOut)
    def get(self, call: Call, conversation_id: UUID) -> dict[str, object]:
        return {"people": people_for_member(call.actor, conversation_id, call.asked["q"])}

"""The REST twin of the socket (docs/imessage-protocol.md): what a client without one does, row by row the same."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..contracts import CardShown, DirectAnswer, MessageLine, SendAnswer
from ..rules.bodies import MOST_CHARACTERS
from ..rules.frames import MOST_SEQ
from ..selectors.cards import card_shown
from ..selectors.messages import PAGE, rows_for_seat
from ..selectors.seats import seat_of
from ..selectors.talks import colleagues_for_member, talks_for_member
from ..services.cursor_move import cursor_move
from ..services.direct_open import direct_open
from ..services.message_recall import message_recall
from ..services.message_send import message_send
from ..services.present_in import present_in

TALK, SEAT, SELF = "imessage.talk", "imessage.seat", Relation.SELF


class TalkOut(serializers.Serializer[Any]):
    conversation_id = serializers.UUIDField()
    participant_id = serializers.UUIDField(help_text="本人在会话中的编号")
    kind = serializers.CharField()
    title = serializers.CharField(help_text="单聊为对方姓名")
    badge = serializers.CharField(help_text="对方的认证身份,或人数")
    last_seq = serializers.IntegerField()
    read_seq = serializers.IntegerField()
    unread = serializers.IntegerField()
    last_at = serializers.DateTimeField()
    snippet = serializers.CharField()
    is_muted = serializers.BooleanField()
    is_pinned = serializers.BooleanField()
    is_marked = serializers.BooleanField(help_text="本人标为未读")
    is_called = serializers.BooleanField(help_text="未读消息中有人 @ 本人")


class TalksOut(serializers.Serializer[Any]):
    talks = TalkOut(many=True)


class RowsQuery(serializers.Serializer[Any]):
    after = serializers.IntegerField(min_value=0, max_value=MOST_SEQ, default=0, help_text="已有的最后序号")


class TalkRowOut(serializers.Serializer[Any]):
    seq = serializers.IntegerField()
    participant_id = serializers.UUIDField(allow_null=True, help_text="空为系统")
    display = serializers.CharField()
    badge = serializers.CharField()
    kind = serializers.CharField()
    target_seq = serializers.IntegerField(allow_null=True)
    body = serializers.JSONField(allow_null=True, help_text="已撤回或已清除的为空")
    is_recalled = serializers.BooleanField()
    is_edited = serializers.BooleanField(help_text="正文为最近一次修改后的内容")
    sent_at = serializers.DateTimeField()
    client_id = serializers.UUIDField()
    hash = serializers.CharField()


class TalkRowsOut(serializers.Serializer[Any]):
    rows = TalkRowOut(many=True)
    last_seq = serializers.IntegerField()
    more = serializers.BooleanField()


class PresentOut(serializers.Serializer[Any]):
    people = serializers.ListField(child=serializers.UUIDField(), help_text="此刻在线的参与人;人数多的群不提供")


class SendIn(serializers.Serializer[Any]):
    client_id = serializers.UUIDField(help_text="每条消息一个编号,重发时不变")
    text = serializers.CharField(max_length=MOST_CHARACTERS, trim_whitespace=False)
    quote = serializers.IntegerField(min_value=1, max_value=MOST_SEQ, required=False, allow_null=True)
    seen_seq = serializers.IntegerField(
        min_value=0, max_value=MOST_SEQ, required=False, allow_null=True, help_text="银行客服:页面已显示到的序号"
    )


class RecallIn(serializers.Serializer[Any]):
    client_id = serializers.UUIDField()


class CursorIn(serializers.Serializer[Any]):
    read_seq = serializers.IntegerField(min_value=0, max_value=MOST_SEQ)


class SendAnswerOut(serializers.Serializer[Any]):
    seq = serializers.IntegerField()
    sent_at = serializers.DateTimeField()
    is_new = serializers.BooleanField()


class DirectIn(serializers.Serializer[Any]):
    member_id = serializers.UUIDField(help_text="同事的成员编号")


class DirectOut(serializers.Serializer[Any]):
    conversation_id = serializers.UUIDField()


class ColleagueQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=30, default="", allow_blank=True, help_text="姓名、拼音或工号")


class ColleagueOut(serializers.Serializer[Any]):
    member_id = serializers.UUIDField()
    name = serializers.CharField()
    department = serializers.CharField()


class ColleaguesOut(serializers.Serializer[Any]):
    colleagues = ColleagueOut(many=True)


class TalkCardOut(serializers.Serializer[Any]):
    seq = serializers.IntegerField()
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    title = serializers.CharField()
    note = serializers.CharField()
    state = serializers.CharField(help_text="此刻的状态;空为已不再提供")
    action = serializers.CharField()
    link = serializers.CharField(help_text="办理页面的地址;空为无法办理")
    why = serializers.CharField()


class Talks(Endpoint):
    @entry(summary="我的会话", permission=SEAT, relation=SELF, answers=TalksOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"talks": talks_for_member(call.actor)}


class TalkRows(Endpoint):
    @entry(summary="会话消息", permission=SEAT, relation=SELF, asks=RowsQuery, answers=TalkRowsOut)
    def get(self, call: Call, conversation_id: UUID) -> dict[str, object]:
        seat = seat_of(call.actor, conversation_id)
        rows: list[MessageLine] = rows_for_seat(seat, call.asked["after"])
        return {"rows": rows, "last_seq": seat.last_seq, "more": len(rows) == PAGE}


class TalkPresent(Endpoint):
    @entry(summary="会话中谁在线", permission=TALK, relation=SELF, answers=PresentOut)
    def get(self, call: Call, conversation_id: UUID) -> dict[str, object]:
        return {"people": present_in(call.actor, conversation_id)}


class TalkCard(Endpoint):
    @entry(summary="卡片此刻的状态", permission=TALK, relation=SELF, answers=TalkCardOut)
    def get(self, call: Call, conversation_id: UUID, seq: int) -> CardShown:
        return card_shown(call.actor, conversation_id, seq, clock.read())


class MessageSending(Endpoint):
    @entry(summary="发送消息", permission=SEAT, relation=SELF, takes=SendIn, answers=SendAnswerOut, status=201)
    def post(self, call: Call, conversation_id: UUID) -> SendAnswer:
        sent = call.sent
        return message_send(
            conversation_id=conversation_id, client_id=sent["client_id"], text=sent["text"], quote=sent.get("quote"),
            seen_seq=sent.get("seen_seq"), actor=call.actor, now=clock.read(),
        )  # fmt: skip


class MessageRecalling(Endpoint):
    @entry(summary="撤回消息", permission=SEAT, relation=SELF, takes=RecallIn, answers=SendAnswerOut, status=201)
    def post(self, call: Call, conversation_id: UUID, seq: int) -> SendAnswer:
        return message_recall(
            conversation_id=conversation_id, seq=seq, client_id=call.sent["client_id"], actor=call.actor,
            now=clock.read(),
        )  # fmt: skip


class CursorMoving(Endpoint):
    @entry(summary="记为已读", permission=SEAT, relation=SELF, takes=CursorIn)
    def post(self, call: Call, conversation_id: UUID) -> None:
        cursor_move(conversation_id=conversation_id, read_seq=call.sent["read_seq"], actor=call.actor)


class DirectOpening(Endpoint):
    @entry(summary="与同事开始单聊", permission=TALK, relation=SELF, takes=DirectIn, answers=DirectOut, status=201)
    def post(self, call: Call) -> DirectAnswer:
        return direct_open(member_id=call.sent["member_id"], actor=call.actor, now=clock.read())


class Colleagues(Endpoint):
    @entry(summary="可联系的同事", permission=TALK, relation=SELF, asks=ColleagueQuery, answers=ColleaguesOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"colleagues": colleagues_for_member(call.actor, call.asked["q"])}

"""Search in conversations by the API."""

from typing import Any

from rest_framework import serializers

from apps.core.http.api import Call, Endpoint, entry

from ..contracts import FoundPage
from ..selectors.search import MOST_PAGES, found_for_member
from .talks import SELF, TALK


class TalkSearchQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=30, help_text="要查找的文字,一个字也可以")
    conversation_id = serializers.UUIDField(required=False, help_text="只查一个会话;不填为本人的全部会话")
    page = serializers.IntegerField(min_value=1, max_value=MOST_PAGES, default=1)


class FoundMessageOut(serializers.Serializer[Any]):
    conversation_id = serializers.UUIDField()
    seq = serializers.IntegerField()
    title = serializers.CharField(help_text="会话名称")
    display = serializers.CharField(help_text="发送者")
    sent_at = serializers.DateTimeField()
    before = serializers.CharField()
    hit = serializers.CharField(help_text="找到的文字,照原样")
    after = serializers.CharField()


class FoundMessagesOut(serializers.Serializer[Any]):
    lines = FoundMessageOut(many=True)
    number = serializers.IntegerField()
    has_more = serializers.BooleanField()


class TalkSearch(Endpoint):
    @entry(summary="查找聊天记录", permission=TALK, relation=SELF, asks=TalkSearchQuery, answers=FoundMessagesOut)
    def get(self, call: Call) -> FoundPage:
        asked = call.asked
        return found_for_member(
            call.actor, asked["q"], conversation_id=asked.get("conversation_id"), number=asked["page"]
        )

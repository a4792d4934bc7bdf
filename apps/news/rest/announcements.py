"""The announcements that stand now for who asks."""

from typing import Any

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..selectors import standing_for


class AnnouncementOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    body = serializers.CharField()
    is_maintenance = serializers.BooleanField()
    is_marketing = serializers.BooleanField(help_text="只给同意接收产品与活动信息的人")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class AnnouncementsOut(serializers.Serializer[Any]):
    announcements = AnnouncementOut(many=True)


class Announcements(Endpoint):
    @entry(summary="银行公告", permission="news.read", relation=Relation.SELF, answers=AnnouncementsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"announcements": standing_for(call.actor, clock.read())}

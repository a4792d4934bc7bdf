"""The inbox of the person who asks, and how that person wants to hear."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, PageQuery, entry

from ..choices import PURPOSES
from ..contracts import Inbox as InboxPage
from ..selectors import inbox_for, preferences_for
from ..services.notice_read import notice_open, notices_read_all
from ..services.preference_set import preferences_set

READ = "notify.inbox.read"
OWN = Relation.SELF
CATEGORIES = [(name.value, row.label) for name, row in PURPOSES.items()]


class InboxQuery(PageQuery):
    category = serializers.ChoiceField(CATEGORIES, required=False, help_text="只看这一类")


class NoticeOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    category = serializers.ChoiceField(CATEGORIES)
    title = serializers.CharField()
    body = serializers.CharField()
    at = serializers.DateTimeField()
    is_read = serializers.BooleanField()


class CategoryOut(serializers.Serializer[Any]):
    category = serializers.ChoiceField(CATEGORIES)
    unread = serializers.IntegerField()


class InboxOut(serializers.Serializer[Any]):
    notices = NoticeOut(many=True, source="lines")
    categories = CategoryOut(many=True)
    unread = serializers.IntegerField()
    has_more = serializers.BooleanField()


class PreferenceOut(serializers.Serializer[Any]):
    category = serializers.ChoiceField(CATEGORIES)
    sms = serializers.BooleanField()
    is_locked = serializers.BooleanField(help_text="短信不能关闭")
    is_urgent = serializers.BooleanField(help_text="免打扰时段也发送短信")


class PreferencesOut(serializers.Serializer[Any]):
    preferences = PreferenceOut(many=True)


class PreferenceIn(serializers.Serializer[Any]):
    category = serializers.ChoiceField(CATEGORIES)
    sms = serializers.BooleanField()


class Inbox(Endpoint):
    @entry(summary="我的消息", permission=READ, relation=OWN, asks=InboxQuery, answers=InboxOut)
    def get(self, call: Call) -> InboxPage:
        return inbox_for(call.actor, **call.asked)


class InboxReading(Endpoint):
    @entry(summary="全部标为已读", permission=READ, relation=OWN)
    def put(self, call: Call) -> None:
        notices_read_all(actor=call.actor, now=clock.read())


class NoticeReading(Endpoint):
    @entry(summary="标为已读", permission=READ, relation=OWN)
    def put(self, call: Call, notice_id: UUID) -> None:
        notice_open(notice_id=notice_id, actor=call.actor, now=clock.read())


class InboxSettings(Endpoint):
    @entry(summary="消息提醒设置", permission=READ, relation=OWN, answers=PreferencesOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"preferences": preferences_for(call.actor)}

    @entry(summary="设置一类消息的短信提醒", permission=READ, relation=OWN, takes=PreferenceIn)
    def put(self, call: Call) -> None:
        preferences_set(sms={call.sent["category"]: call.sent["sms"]}, actor=call.actor, now=clock.read())

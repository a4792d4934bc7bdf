"""The inbox of the person who asks."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, PageQuery, entry

from ..selectors import inbox_for
from ..services.notice_read import notice_open, notices_read_all

READ = "notify.inbox.read"
OWN = Relation.SELF


class NoticeOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    body = serializers.CharField()
    at = serializers.DateTimeField()
    is_read = serializers.BooleanField()


class InboxOut(serializers.Serializer[Any]):
    notices = NoticeOut(many=True)


class Inbox(Endpoint):
    @entry(summary="我的消息", permission=READ, relation=OWN, asks=PageQuery, answers=InboxOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"notices": inbox_for(call.actor, **call.asked)}


class InboxReading(Endpoint):
    @entry(summary="全部标为已读", permission=READ, relation=OWN)
    def put(self, call: Call) -> None:
        notices_read_all(actor=call.actor, now=clock.read())


class NoticeReading(Endpoint):
    @entry(summary="标为已读", permission=READ, relation=OWN)
    def put(self, call: Call, notice_id: UUID) -> None:
        notice_open(notice_id=notice_id, actor=call.actor, now=clock.read())

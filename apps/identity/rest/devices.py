"""Where one's own login is open, and which devices it knows. Adding factors takes a browser."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry, plain_request

from ..adapters import browser
from ..selectors import devices_of
from ..services.device_trust import device_forget
from ..services.session_move import session_end

MANAGE, SELF = "identity.security.manage", Relation.SELF


class DeviceOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    ip = serializers.CharField()
    first_seen_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()
    is_trusted = serializers.BooleanField(help_text="可以办理资金业务")
    is_current = serializers.BooleanField()


class DevicesOut(serializers.Serializer[Any]):
    devices = DeviceOut(many=True)


class SessionOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    device = serializers.CharField()
    ip = serializers.CharField()
    signed_in_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()
    is_current = serializers.BooleanField()


class SessionsOut(serializers.Serializer[Any]):
    sessions = SessionOut(many=True)


class Devices(Endpoint):
    @entry(summary="我的设备", permission=MANAGE, relation=SELF, answers=DevicesOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"devices": devices_of(call.actor.user, call.actor.device_id)}


class Device(Endpoint):
    @entry(summary="移除设备并下线", permission=MANAGE, relation=SELF)
    def delete(self, call: Call, device_id: UUID) -> None:
        device_forget(device_id=device_id, actor=call.actor, now=clock.read())


class Sessions(Endpoint):
    @entry(summary="我的登录会话", permission=MANAGE, relation=SELF, answers=SessionsOut)
    def get(self, call: Call) -> dict[str, object]:
        request = plain_request(self.request)
        return {"sessions": browser.sessions_of(request, browser.user_of(request))}


class Session(Endpoint):
    @entry(summary="下线一个会话", permission=MANAGE, relation=SELF)
    def delete(self, call: Call, session_id: int) -> None:
        session_end(session_id=session_id, actor=call.actor, now=clock.read())

"""Stock Channels: a consumer, a group, and group_send over Redis pubsub (`uvicorn chat_channels:app`)."""

import os
from typing import Any

from django.conf import settings

layer = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [os.environ["REDIS_URL"]]}}
settings.configure(CHANNEL_LAYERS={"default": layer}, SECRET_KEY="bench", ALLOWED_HOSTS=["*"])

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter  # noqa: E402


class Talk(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        await self.channel_layer.group_add("all", self.channel_name)
        await self.accept()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.channel_layer.group_send("all", {"type": "talk.said", "text": text_data})

    async def talk_said(self, event: dict[str, Any]) -> None:
        await self.send(text_data=event["text"])


app = ProtocolTypeRouter({"websocket": Talk.as_asgi()})

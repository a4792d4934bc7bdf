"""/ws/: sockets. Like pages, each consumer declares its access."""

from django.urls import path

from apps.imessage.consumers.socket import TalkSocket

socket_patterns = [path("ws/imessage/", TalkSocket.as_asgi())]

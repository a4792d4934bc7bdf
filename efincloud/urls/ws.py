"""/ws/: sockets. Like pages, each consumer declares its access."""

from django.urls import path, re_path

from apps.core.http.sockets import Absent
from apps.imessage.consumers.socket import TalkSocket

socket_patterns = [path("ws/imessage/", TalkSocket.as_asgi()), re_path("", Absent.as_asgi())]

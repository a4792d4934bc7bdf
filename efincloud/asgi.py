"""Sockets in production; pages and sockets together under `./dev run`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efincloud.settings.prod")
pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402  (models are ready only now)

from apps.core.collector import collector_settled  # noqa: E402
from efincloud.urls.ws import socket_patterns  # noqa: E402

application = ProtocolTypeRouter({"http": pages, "websocket": URLRouter(socket_patterns)})
collector_settled()

"""Sockets at the door: who is at the other end, the same person and rights as on a page; and the database from there.

A socket's handler runs on the event loop, where the database may not be asked: one slow query would stop every socket
of the process. `in_database` asks it on threads of its own (`database_sync_to_async` has a single one).
"""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from importlib import import_module
from io import BytesIO
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections
from django.utils.module_loading import import_string

from ..access import PUBLIC, Access, authorise
from ..actors import Actor, Relation, Surface
from ..ids import new_id
from .request import Request

P = ParamSpec("P")
R = TypeVar("R")

ABSENT = 4404  # close code
THREADS = 8  # of one process that ask the database for its sockets
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="socket-db")


async def in_database(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Runs `work` on a thread that may use the database, and gives what it gives."""

    def run() -> R:
        close_old_connections()
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_pool, copy_context().run, run)


def actor_of(scope: Mapping[str, Any], access: Access) -> Actor:
    """Who opened a socket, as this entry may use it; asks the database. Raises SignInRequired, Forbidden."""
    request = _request_of(scope)
    request.id = str(new_id())
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key_of(scope))
    request.user = get_user(request)
    return authorise(import_string(settings.ACTOR_LOADER)(request), access)


def session_key_of(scope: Mapping[str, Any]) -> str:
    """The key of the session that a socket's cookie names; "" without one."""
    return str(_request_of(scope).COOKIES.get(settings.SESSION_COOKIE_NAME, ""))


def _request_of(scope: Mapping[str, Any]) -> Request:
    return cast(Request, ASGIRequest({**scope, "type": "http", "method": "GET"}, BytesIO()))


def is_own_origin(scope: Mapping[str, Any]) -> bool:
    """Whether the page that opens the socket is ours: its origin is this very host, or one of SOCKET_ORIGINS.

    A browser sends the cookie to a socket from any page; nobody else's may use it. No origin is a stranger.
    """
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1")
    if not origin:
        return False
    host = headers.get(b"host", b"").decode("latin-1")
    return origin in settings.SOCKET_ORIGINS or urlsplit(origin).netloc == host


class Absent(AsyncConsumer):
    """Every address under which there is no socket: an end with a code, instead of an error."""

    access = Access(Surface.MOBILE, PUBLIC, Relation.PUBLIC)

    async def websocket_connect(self, event: Mapping[str, Any]) -> None:
        await self.send({"type": "websocket.accept"})
        await self.send({"type": "websocket.close", "code": ABSENT})

    async def websocket_disconnect(self, event: Mapping[str, Any]) -> None:
        raise StopConsumer()

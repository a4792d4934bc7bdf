"""Hints: one word over Redis that a conversation has moved. The truth is in PostgreSQL; a lost hint loses nothing."""

import json
import time
from uuid import UUID

import redis
import structlog
from django.conf import settings
from django.db import transaction
from redis.exceptions import RedisError

from apps.core.testing import failpoints

log = structlog.get_logger("imessage")

CHANNEL = "imessage"
PATIENCE_SECONDS = 0.3  # for a server that does not answer; once in PAUSE
PAUSE = 2  # seconds


class Hints:
    """This process's way to the hubs. While Redis is away nothing waits for it: the hubs look by themselves."""

    def __init__(self) -> None:
        self._server: redis.Redis | None = None
        self._silent_until = time.monotonic()

    def say(self, hint: dict[str, object]) -> None:
        failpoints.reach(failpoints.BEFORE_HINT)
        if time.monotonic() < self._silent_until:
            return
        if self._server is None:
            self._server = redis.Redis.from_url(
                settings.REDIS_URL, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
            )
        try:
            self._server.publish(CHANNEL, json.dumps(hint))
        except (RedisError, OSError) as error:
            self._silent_until = time.monotonic() + PAUSE
            log.warning("imessage.hint_lost", error=type(error).__name__)


_hints = Hints()


def hint_moved(conversation_id: UUID, seq: int) -> None:
    """After the caller's commit: the conversation has come to `seq`."""
    transaction.on_commit(lambda: _hints.say({"c": str(conversation_id), "s": seq}))


def hint_read(conversation_id: UUID) -> None:
    """After the caller's commit: somebody has read further in the conversation."""
    transaction.on_commit(lambda: _hints.say({"r": str(conversation_id)}))


def hint_seated(person_id: UUID) -> None:
    """After the caller's commit: the person sits in a conversation more, or in one less."""
    transaction.on_commit(lambda: _hints.say({"p": str(person_id)}))

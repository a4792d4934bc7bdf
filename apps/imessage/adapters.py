"""What iMessage says over Redis: hints that a conversation has moved, who types, and who is there. The truth is in
PostgreSQL; whatever is lost here loses nothing."""

import json
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

import redis
import structlog
from django.conf import settings
from django.db import transaction
from redis.exceptions import RedisError

from apps.core.testing import failpoints

R = TypeVar("R")
log = structlog.get_logger("imessage")

CHANNEL = "imessage"
PATIENCE_SECONDS = 0.3  # for a server that does not answer; once in PAUSE
PAUSE = 2  # seconds
HERE_SECONDS = 40  # after which somebody of whom nothing is heard is there no more


class Redis:
    """This process's way to Redis. While it is away nobody waits for it: the hubs look by themselves."""

    def __init__(self) -> None:
        self._server: redis.Redis | None = None
        self._silent_until = time.monotonic()

    def ask(self, work: Callable[[redis.Redis], R], otherwise: R) -> R:
        """What `work` gives, or `otherwise` while Redis does not answer."""
        if time.monotonic() < self._silent_until:
            return otherwise
        if self._server is None:
            self._server = redis.Redis.from_url(
                settings.REDIS_URL, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
            )
        try:
            return work(self._server)
        except (RedisError, OSError) as error:
            self._silent_until = time.monotonic() + PAUSE
            log.warning("imessage.redis_silent", error=type(error).__name__)
            return otherwise


_redis = Redis()


def _say(hint: dict[str, object]) -> None:
    def publish(server: redis.Redis) -> None:
        server.publish(CHANNEL, json.dumps(hint))

    _redis.ask(publish, None)


def hint_moved(conversation_id: UUID, seq: int) -> None:
    """After the caller's commit: the conversation has come to `seq`."""

    def say() -> None:
        failpoints.reach(failpoints.BEFORE_HINT)
        _say({"c": str(conversation_id), "s": seq})

    transaction.on_commit(say)


def hint_read(conversation_id: UUID) -> None:
    """After the caller's commit: somebody has read further in the conversation."""
    transaction.on_commit(lambda: _say({"r": str(conversation_id)}))


def hint_seated(person_id: UUID) -> None:
    """After the caller's commit: the person sits in a conversation more, or in one less."""
    transaction.on_commit(lambda: _say({"p": str(person_id)}))


def hint_typing(conversation_id: UUID, participant_id: UUID) -> None:
    """At once: somebody types. May be lost."""
    _say({"y": str(conversation_id), "f": str(participant_id)})


def here_mark(people: Iterable[str]) -> None:
    """These people are there for HERE_SECONDS from now on. A person of a side is "side:person"."""

    def mark(server: redis.Redis) -> list[Any]:
        pipeline = server.pipeline(transaction=False)
        for who in people:
            pipeline.set(_here(who), 1, ex=HERE_SECONDS)
        return pipeline.execute()

    _redis.ask(mark, [])


def here_of(people: list[str]) -> set[str]:
    """Which of these are there; nobody while Redis is away."""
    if not people:
        return set()
    found: list[Any] = _redis.ask(lambda server: list(server.mget([_here(who) for who in people])), [])  # type: ignore[arg-type]
    return {who for who, mark in zip(people, found, strict=False) if mark}


def _here(who: str) -> str:
    return f"imessage:here:{who}"

"""Counting calls in Redis, one window after the other."""

from django.core.cache import cache
from redis.exceptions import RedisError

from .. import clock
from ..errors import TooMany

WINDOW_SECONDS = 60


def limit(key: str, most: int, message: str) -> None:
    """Counts one call under a key in the current minute. Raises TooMany. Nobody is stopped by a dead Redis."""
    now = int(clock.wall().timestamp())
    counted = f"{key}:{now // WINDOW_SECONDS}"
    try:
        cache.add(counted, 0, timeout=2 * WINDOW_SECONDS)
        calls = cache.incr(counted)
    except (RedisError, OSError, ValueError):  # ValueError: the count has just been flushed away
        return
    if calls > most:
        raise TooMany(message, retry_after=WINDOW_SECONDS - now % WINDOW_SECONDS)

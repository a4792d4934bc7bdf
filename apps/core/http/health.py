"""`/healthz`: 200 when the database and Redis answer and the migrations are in, else 503 with what is missing."""

from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from redis.exceptions import RedisError


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM core_bankday LIMIT 1")
    except Error:
        return False
    return True


def _redis() -> bool:
    try:
        cache.set("healthz", 1, timeout=5)
    except (RedisError, OSError):
        return False
    return True


def healthz(request: HttpRequest) -> JsonResponse:
    """Says nothing but up or down, so anybody may ask."""
    parts = {"database": _database(), "redis": _redis()}
    return JsonResponse(
        {name: "up" if up else "down" for name, up in parts.items()}, status=200 if all(parts.values()) else 503
    )

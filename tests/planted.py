"""A fault planted by hand, and which of an app's checks find it."""

from collections.abc import Callable, Iterable

from django.db import connection

Check = Callable[[], Iterable[str]]


def plant(sql: str) -> int:
    """How many rows it spoils, the append-only ones among them."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        count = cursor.rowcount
        cursor.execute("SET LOCAL session_replication_role = origin")
    return count


def found(checks: Iterable[Check]) -> set[str]:
    """The names of those that say something is wrong."""
    return {check.__name__ for check in checks if list(check())}

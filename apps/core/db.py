"""How this house uses the database: one durable transaction per use case, scoped queries, locks in one order."""

import functools
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import DatabaseError, OperationalError, connection, models, transaction
from django.db.models import Func

from .actors import Actor, Relation
from .errors import Busy
from .testing import failpoints

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)

RETRIES = 3  # reliability.md rule 2.3: at most, around the whole block only
SERIALIZATION, DEADLOCK, LOCK_TIMEOUT = "40001", "40P01", "55P03"


class NoTransaction(RuntimeError):
    """A function that must be part of a caller's transaction was called without one."""


def require_transaction() -> None:
    """Raises NoTransaction unless a transaction is open."""
    if not connection.in_atomic_block:
        raise NoTransaction("this function needs the caller's open transaction")


class OpenTransaction(RuntimeError):
    """A function that waits for the outside world was called while a transaction was open."""


def refuse_transaction() -> None:
    """Raises OpenTransaction when a transaction is open: nobody holds locks while waiting for the network.

    The transaction around a TestCase does not count, as with `atomic(durable=True)`.
    """
    if not all(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise OpenTransaction("this function must run outside any transaction")


# What an entry point wants done around the use case that it calls, in the same transaction (idempotency.keyed).
around: ContextVar[Callable[[Callable[[], Any]], Any] | None] = ContextVar("around", default=None)


# Who acts in the use case that runs, for the row histories (core.history).
acting: ContextVar[Actor | None] = ContextVar("acting", default=None)


def sqlstate(error: DatabaseError) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)


def use_case(service: Callable[P, R]) -> Callable[P, R]:
    """The service that an entry point calls: one durable transaction, retried on deadlock, Busy on lock timeout."""

    @functools.wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        actor = kwargs.get("actor")
        token = acting.set(actor if isinstance(actor, Actor) else None)
        try:
            return attempts(functools.partial(service, *args, **kwargs))
        finally:
            acting.reset(token)

    def attempts(effect: Callable[[], R]) -> R:
        wrap = around.get()
        for attempt in range(1, RETRIES + 1):
            try:
                with transaction.atomic(durable=True):
                    answer = wrap(effect) if wrap else effect()
                    failpoints.reach(failpoints.before_commit(service.__name__))
                failpoints.reach(failpoints.after_commit(service.__name__))
                return answer
            except OperationalError as error:
                if sqlstate(error) == LOCK_TIMEOUT:
                    raise Busy() from error
                if sqlstate(error) not in (SERIALIZATION, DEADLOCK) or attempt == RETRIES:
                    raise
                time.sleep(0.02 * attempt)
        raise AssertionError("unreachable")

    run.use_case = True  # type: ignore[attr-defined]
    return run


def lock_rows(rows: models.QuerySet[M]) -> list[M]:
    """Locks rows FOR UPDATE in ascending primary key, the one lock order of the house. Needs a transaction."""
    require_transaction()
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def lock_name(name: str) -> None:
    """Holds one name until the transaction ends, where there is no row yet to lock."""
    lock_names([name])


def lock_names(names: Iterable[str]) -> None:
    """Holds names until the transaction ends, always in the same order."""
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT pg_advisory_xact_lock(key) FROM (
                   SELECT DISTINCT hashtextextended(name, 0) AS key FROM unnest(%s::text[]) name ORDER BY 1) keys""",
            [list(names)],
        )


def all_rows(sql: str) -> list[tuple[object, ...]]:
    """What a query of constants finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def uuid_array(ids: Iterable[UUID]) -> str:
    """A PostgreSQL array of UUIDs as text: written here, thousands cost a third of what the driver takes."""
    return "{" + ",".join([id.hex for id in ids]) + "}"


def text_array(texts: Iterable[str]) -> str:
    """The same of texts."""
    return "{" + ",".join(['"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts]) + "}"


def writers(table: str) -> frozenset[str]:
    """The transactions other than one's own that have written to a table and are not over, in this database.

    They hold its ROW EXCLUSIVE lock to their end; PostgreSQL waits for them in the same way when it builds an index
    beside running writers.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT virtualtransaction FROM pg_locks
                WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND relation = %s::regclass AND mode = 'RowExclusiveLock' AND granted
                  AND pid IS DISTINCT FROM pg_backend_pid()""",
            [table],
        )
        return frozenset(row[0] for row in cursor.fetchall())


def wait_for_writers(table: str, seconds: int) -> None:
    """Waits until every transaction is over that has written to a table up to now; nobody is held up by it.

    Raises Busy when one of them still runs after so many seconds.
    """
    left, end = writers(table), time.monotonic() + seconds
    while left := left & writers(table):
        if time.monotonic() > end:
            raise Busy(f"还有 {len(left)} 笔截点前的交易没有结束,请稍候再试。")
        time.sleep(0.02)  # seconds


@dataclass(frozen=True, slots=True)
class Tenancy:
    """Which lookup ties a row to a person, an enterprise and a bank unit (by path). None: never by that relation."""

    person: str | None = None
    enterprise: str | None = None
    unit: str | None = None


class Unscoped(RuntimeError):
    """A tenant's table was queried without saying for whom."""


class ScopedManager(models.Manager[M]):
    """`Model.objects` raises; `.scoped(actor)` and `.system(reason)` are the two ways in. Inserts need no scope."""

    def get_queryset(self) -> models.QuerySet[M]:
        raise Unscoped(f"{self.model.__name__}.objects: use .scoped(actor) or .system(reason)")

    def _all(self) -> models.QuerySet[M]:
        return super().get_queryset()

    def scoped(self, actor: Actor) -> models.QuerySet[M]:
        """The rows that the actor's declared relation reaches; none where there is no relation."""
        tenancy: Tenancy = self.model.tenancy  # type: ignore[attr-defined]
        rows = self._all()
        match actor.relation:
            case Relation.SELF if tenancy.person and actor.person_id:
                return rows.filter(**{tenancy.person: actor.person_id})
            case Relation.ENTERPRISE if tenancy.enterprise and actor.enterprise_id:
                return rows.filter(**{tenancy.enterprise: actor.enterprise_id})
            case Relation.UNIT if tenancy.unit and actor.unit_path:
                return rows.filter(**{f"{tenancy.unit}__startswith": actor.unit_path})
            case Relation.SYSTEM:
                return rows
        return rows.none()

    def system(self, reason: str) -> models.QuerySet[M]:
        """Every row, for checks and jobs of the house; the reason stands in the code for the reader."""
        if not reason:
            raise Unscoped("say why all tenants' rows are needed")
        return self._all()

    def create(self, **kwargs: Any) -> M:
        return self._all().create(**kwargs)

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        return self._all().bulk_create(objs, *args, **kwargs)


class XactField(models.Field):
    """The transaction that wrote the row, filled by the database; the seal orders rows by it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"editable": False, "db_default": Func(function="pg_current_xact_id")}
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        kwargs.pop("db_default", None)
        return name, path, args, kwargs

    def db_type(self, connection: Any) -> str:
        return "xid8"


def append_only_sql(table: str) -> tuple[str, str]:
    """SQL (forward, reverse) that makes PostgreSQL refuse UPDATE, DELETE and TRUNCATE of a table with EY001."""
    forward = f"""
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
        CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
    """
    reverse = f"""
        DROP TRIGGER append_only ON {table};
        DROP TRIGGER append_only_truncate ON {table};
    """
    return forward, reverse

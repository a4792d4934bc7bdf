"""One request, one effect: key, effect and answer commit together (architecture.md, Idempotency)."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from .actors import Actor
from .db import around, require_transaction
from .errors import Busy, InvalidInput, KeyReused
from .models import IdempotencyRecord
from .testing import failpoints

KEY_LENGTH = 80


def body_hash(body: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of a body."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def once(
    *, actor: Actor, route: str, key: str, body: Mapping[str, Any], effect: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """Runs `effect` once per (enterprise, person, route, key) and gives (answer, whether it is a replay).

    Needs the caller's transaction. The same key with another body raises KeyReused, a request that is still running
    under the same key raises Busy. An exception of `effect` rolls the key back with everything else.
    """
    require_transaction()
    if not key or len(key) > KEY_LENGTH or not key.isprintable():
        raise InvalidInput("KEY_MISSING", "请求缺少编号,请刷新页面后重新提交。")
    scope = f"{actor.enterprise_id}|{actor.person_id}|{route}|{key}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [scope])
        if not cursor.fetchone()[0]:
            raise Busy()
    digest = body_hash(body)
    place = {"enterprise_id": actor.enterprise_id, "person_id": actor.person_id, "route": route, "key": key}
    stored = IdempotencyRecord.objects.filter(**place).values_list("body_hash", "answer").first()
    if stored:
        if stored[0] != digest:
            raise KeyReused()
        return stored[1], True
    answer = effect()
    IdempotencyRecord.objects.create(**place, body_hash=digest, answer=answer)
    failpoints.reach(failpoints.KEY_WRITTEN)
    return answer, False


@dataclass(slots=True)
class Kept:
    """The stored answer of a keyed request, and whether it was there before."""

    answer: dict[str, Any] = field(default_factory=dict)
    is_replay: bool = False


class _Replayed(Exception):
    """Leads out of a use case whose effect is known already; its transaction is rolled back, nothing was done."""


@contextmanager
def keyed(
    *, actor: Actor, route: str, key: str, body: Mapping[str, Any], encode: Callable[[Any], dict[str, Any]]
) -> Iterator[Kept]:
    """The one use case that is called inside takes effect once per key, like `once`, in its own transaction.

    `encode` makes what the use case gives into the answer that is stored. On a replay the block is left at the use
    case. What follows the use case in the block must not need its result. Raises KeyReused, Busy.
    """
    kept = Kept()

    def run_once(effect: Callable[[], Any]) -> Any:
        results: list[Any] = []

        def run() -> dict[str, Any]:
            results.append(effect())
            return encode(results[0])

        kept.answer, kept.is_replay = once(actor=actor, route=route, key=key, body=body, effect=run)
        if kept.is_replay:
            raise _Replayed()
        return results[0]

    token = around.set(run_once)
    try:
        yield kept
    except _Replayed:
        pass
    finally:
        around.reset(token)

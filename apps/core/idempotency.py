"""One request, one effect: key, effect and answer commit together (architecture.md, Idempotency)."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection

from .actors import Actor
from .db import require_transaction
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
    if not key or len(key) > KEY_LENGTH:
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

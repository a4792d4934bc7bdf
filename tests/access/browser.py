"""Real requests with real sessions, each of them undone after it was looked at."""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps
from secrets import token_hex
from time import time
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import connection, transaction
from django.test import RequestFactory, override_settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, ClientHandler, encode_multipart

from fixtures.cast import CAST

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1"
WRITES = """SELECT * FROM (
    SELECT relname, pg_stat_get_xact_tuples_inserted(oid), pg_stat_get_xact_tuples_updated(oid),
           pg_stat_get_xact_tuples_deleted(oid)
      FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
) AS counts (relname, inserted, updated, deleted) WHERE inserted + updated + deleted > 0"""
Writes = dict[str, tuple[int, ...]]  # table -> rows inserted, updated, deleted
_seen: Writes = {}


class _Undo(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """A block whose traces in the database are rolled back; use cases inside may be durable, as in a TestCase."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    try:
        with block:
            yield
            raise _Undo
    except _Undo:
        pass


def _stores() -> tuple[dict[str, Any], ...]:
    """What the cache of these tests, which is this process's own, holds, and until when."""
    return cache._cache, cache._expire_info  # type: ignore[attr-defined]


def new_writes() -> Writes:
    """What this transaction has written since it was last asked, table by table, even where a savepoint undid it."""
    with connection.cursor() as cursor:
        cursor.execute(WRITES)
        now = {table: tuple(counts) for table, *counts in cursor.fetchall()}
    changed = {
        table: tuple(after - before for after, before in zip(counts, _seen.get(table, (0, 0, 0)), strict=True))
        for table, counts in now.items()
    }
    _seen.clear()
    _seen.update(now)
    return {table: counts for table, counts in changed.items() if any(counts)}


@dataclass
class Answer:
    """What a request got, and what it wrote."""

    status: int
    text: str
    location: str
    headers: Any
    writes: Writes = field(default_factory=dict)


class Browser(RequestFactory):
    """One person's browser. `ask` leaves no trace; `do` does.

    Django's test client keeps a copy of every template's context, which nobody here looks at.
    """

    def __init__(self, *, checks_csrf: bool = False) -> None:
        super().__init__(headers={"user-agent": PHONE})
        self.handler = ClientHandler(enforce_csrf_checks=checks_csrf)

    def sign_in(self, key: str) -> "Browser":
        """By the story bar's switch, which opens a session as any other way in does."""
        name = CAST[key].login_name if key in CAST else key
        with override_settings(DEMO=True):
            answer = self.do("POST", "/story/switch/", form={"person": name})
        assert answer.status == 302, key
        return self

    def ask(self, method: str, url: str, **sent: Any) -> Answer:
        """One request; afterwards database, cookies and cache are as before."""
        cookies, cached = deepcopy(self.cookies), [dict(store) for store in _stores()]
        with undone():
            answer = self.do(method, url, **sent)
            answer.writes = new_writes()
        self.cookies = cookies
        cache.clear()
        for store, kept in zip(_stores(), cached, strict=True):
            store.update(kept)
        return answer

    def do(
        self, method: str, url: str, *, form: Any = None, json: Any = None, upload: Any = None, **extra: Any
    ) -> Answer:
        """`form` is sent as pages send it, `upload` is a form with a file, `json` a document."""
        body: str | bytes = urlencode(form or {}, doseq=True)
        kind = "application/x-www-form-urlencoded"
        if json is not None:
            body, kind = dumps(json), "application/json"
        elif upload is not None:
            body, kind = encode_multipart(BOUNDARY, upload), MULTIPART_CONTENT
        response = self.generic(method, url, body, kind, **extra, **self.sign(method, url, body))
        self.cookies.update(response.cookies)
        content = b"".join(response) if response.streaming else response.content
        location = response.headers.get("Location", "")
        return Answer(response.status_code, content.decode("utf-8", "replace"), location, response.headers)

    def request(self, **request: Any) -> Any:
        return self.handler(self._base_environ(**request))

    def sign(self, method: str, url: str, body: str | bytes) -> dict[str, str]:
        return {}


class Program(Browser):
    """An enterprise's program: no session, every request signed with its key."""

    def __init__(self, key_id: str, secret: str) -> None:
        super().__init__()
        self.key_id, self.secret = key_id, secret

    def sign(self, method: str, url: str, body: str | bytes) -> dict[str, str]:
        content = body.encode() if isinstance(body, str) else body
        at, nonce = str(int(time())), token_hex(16)
        text = "\n".join((method, url, at, nonce, sha256(content).hexdigest()))
        signature = hmac.new(self.secret.encode(), text.encode(), sha256).hexdigest()
        return {
            "HTTP_EFINCLOUD_KEY": self.key_id,
            "HTTP_EFINCLOUD_TIMESTAMP": at,
            "HTTP_EFINCLOUD_NONCE": nonce,
            "HTTP_EFINCLOUD_SIGNATURE": signature,
        }

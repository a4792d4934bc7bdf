"""Every endpoint against what nobody would send: no 5xx, and every answer is one that the document promises."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from io import BytesIO
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from django.contrib.sessions.models import Session
from django.core.wsgi import get_wsgi_application
from django.db import connection
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from apps.core.http import caller
from apps.core.http.openapi import document
from fixtures.world import World
from tests.conftest import database_with, turned_to

from .callers import Caller, Person, Program, batch_body

pytestmark = pytest.mark.django_db

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 12  # each caller has a turn
Start = Callable[..., Any]

schema = schemathesis.openapi.from_dict(document())
schema.app = application = get_wsgi_application()
OPERATIONS = {f"{one.ok().method.upper()} {one.ok().path}": one.ok() for one in schema.get_all_operations()}


def as_caller(who: Caller, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """The application as somebody who is signed in meets it: credentials fit whatever the fuzzer has written."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    path = environ["PATH_INFO"].encode("latin-1").decode(errors="replace")
    query = environ.get("QUERY_STRING", "")
    sent = who.credentials(environ["REQUEST_METHOD"], f"{path}?{query}" if query else path, body)
    given = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in sent.items()}
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in who.client.cookies.items())
    kept = {name: value for name, value in environ.items() if not name.startswith("HTTP_EFINCLOUD")}
    return application(kept | given | {"HTTP_COOKIE": cookies, "wsgi.input": BytesIO(body)}, start)


@dataclass
class Stage:
    """Callers in turn, and ids that exist, so that the fuzzer gets beyond the doors."""

    turns: Iterator[Caller]
    ids: dict[str, str]


def _fill() -> tuple[list[Caller], dict[str, str]]:
    world = World()
    program = Program.of(world)
    payer = program.get("/daifutong/payers/").json()["accounts"][0]["id"]
    made = program.batch(batch_body(world, payer, ("xiaowen", 1), ("guilan", 2)))
    row = program.get(f"/daifutong/batches/{made['batch_id']}/rows/").json()["rows"][0]
    reader = Person.of("xiaowen")
    account = reader.get("/accounts/").json()["accounts"][0]
    roles = (
        "maker",
        "checker",
        "authoriser",
        "hr",
        "admin",
        "reviewer",
        "compliance",
        "approver",
        "service",
        "bank_operator",
    )
    others = [Person.of(name) for name in roles]
    Session.objects.update(expire_date=world.now.wall + timedelta(days=365))  # however long the run takes
    ids = {"batch_id": made["batch_id"], "row_id": row["id"], "account_id": account["id"]} | {"payer_account_id": payer}
    return [program, reader, *others], ids


@pytest.fixture(scope="module")
def filled(world_database: str, django_db_blocker) -> Iterator[tuple[list[Caller], dict[str, str]]]:
    """The story with the callers' sessions in it, made once."""
    with (
        django_db_blocker.unblock(),
        database_with(_fill, "fuzz", world_database) as (database, made),
        turned_to(database),
    ):
        yield made


@pytest.fixture
def stage(filled: tuple[list[Caller], dict[str, str]], db: None, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)  # it holds the test's transaction
    monkeypatch.setattr(caller, "CALLS_PER_MINUTE", 10**6)
    callers, ids = filled
    return Stage(cycle(callers), ids)


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_input_makes_an_endpoint_fail(name: str, stage: Stage) -> None:
    statuses: list[int | str] = []

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=OPERATIONS[name].as_strategy())
    def fuzz(case: schemathesis.Case) -> None:
        for place in set(case.path_parameters) & set(stage.ids):
            case.path_parameters[place] = stage.ids[place]
        if isinstance(case.body, dict) and "payer_account_id" in case.body:
            case.body["payer_account_id"] = stage.ids["payer_account_id"]
        response = case.call(app=partial(as_caller, next(stage.turns)))
        case.validate_response(response, checks=CHECKS)
        asks = response.status_code == 403 and response.json()["code"] == "STEP_UP_REQUIRED"  # behind the door
        statuses.append("step-up" if asks else response.status_code)

    fuzz()
    assert set(statuses) - {401, 403, 405}, "somebody got through the door"

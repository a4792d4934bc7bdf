"""What every test may rely on."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import pytest
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from xdist.scheduler import LoadScopeScheduling

from fixtures import reference
from fixtures.world import World
from fixtures.world import load as load_world


class JourneysTogether(LoadScopeScheduling):
    """Every test by itself to whoever is free, all journeys to one worker: they share one house and its story.

    (pytest-xdist 3.8 does the same with the mark xdist_group, but not under pytest 9.2: it writes an attribute that
    this pytest no longer reads.)
    """

    def _split_scope(self, nodeid: str) -> str:
        return "journeys" if nodeid.startswith("tests/journeys/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    return JourneysTogether(config, log)


# What needs more than requirements.txt: `pytest` alone leaves it out and says so, ./dev test always has it. A browser
# is not ours to bring: where there is none the journeys are left out with a word, but never in CI.
NEEDS = {"journeys": "playwright", "api/test_fuzz.py": "schemathesis"}
left_out = {place: "requirements-dev.txt" for place, package in NEEDS.items() if find_spec(package) is None}
if not os.environ.get("CI") and shutil.which(os.environ.get("CHROMIUM", "chromium")) is None:
    left_out.setdefault("journeys", "Chromium: `chromium` on PATH, or its path in CHROMIUM")
collect_ignore = list(left_out)


def pytest_report_header() -> list[str]:
    return [f"left out: tests/{place}, which needs {what}" for place, what in left_out.items()]


@contextmanager
def _without_triggers() -> Iterator[CursorWrapper]:
    """A cursor that append-only tables and foreign keys let pass: the tests' user owns its throw-away server."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield cursor
        finally:
            cursor.execute("SET session_replication_role = origin")


def _plant() -> list[str]:
    """Copies every table as it is now, to be restored after a test that commits; gives the tables."""
    tables = sorted(set(connection.introspection.table_names()) - {"django_migrations"})
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS seed CASCADE")
        cursor.execute("CREATE SCHEMA seed")
        for table in tables:
            cursor.execute(f'CREATE TABLE seed."{table}" AS TABLE public."{table}"')
    return tables


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker) -> Iterator[None]:
    """The tests' database, also when only a journey asks for it, and the bank is open.

    After a test that commits, every table holds again what it held before, the seeds included:
    Django's own flush would be refused by the append-only tables, and would throw the seeds away.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={DEFAULT_DB_ALIAS})
        reference.load()
        tables = _plant()

    def restore(self: TransactionTestCase) -> None:
        with _without_triggers() as cursor:
            for table in tables:
                cursor.execute(f'DELETE FROM public."{table}"')
                cursor.execute(f'INSERT INTO public."{table}" SELECT * FROM seed."{table}"')

    TransactionTestCase._fixture_teardown = restore
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


def turn_to(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database


@pytest.fixture(scope="session")
def world_database(django_db_setup, django_db_blocker) -> Iterator[str]:
    """A second database with the demo story in it, made once: tests about tables alone keep their empty one."""
    empty = connection.settings_dict["NAME"]
    database = f"{empty}_world"
    with django_db_blocker.unblock():
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{database}"')
            cursor.execute(f'CREATE DATABASE "{database}" TEMPLATE "{empty}"')
        turn_to(database)
        load_world(small=True)
        _plant()
        turn_to(empty)
        yield database
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{database}"')


@pytest.fixture(scope="module")
def world_is_on(world_database, django_db_blocker) -> Iterator[None]:
    """Turns all tests of a module to the story's database: of a higher scope than `db`, which comes after it."""
    empty = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        turn_to(world_database)
        yield
        turn_to(empty)


@pytest.fixture
def world(world_is_on) -> World:
    """The demo story; the test or its module is marked django_db. A module that uses it uses it in every test."""
    return World()

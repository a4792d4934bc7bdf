"""What every test may rely on."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from typing import TypeVar

import pytest
from django.db import DEFAULT_DB_ALIAS, connection
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from xdist.scheduler import LoadScopeScheduling

from apps.core.collector import collector_settled
from fixtures import reference
from fixtures.world import World
from fixtures.world import load as load_world

T = TypeVar("T")


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


gc.disable()  # thousands of tests are about to be collected, and stay


def pytest_collection_finish() -> None:
    gc.enable()
    collector_settled()


# What needs more than requirements.txt: `pytest` alone leaves it out and says so, ./dev test always has it. A browser
# is not ours to bring: where there is none the journeys are left out with a word, but never in CI.
NEEDS = {"journeys": "playwright", "api/test_fuzz.py": "schemathesis"}
left_out = {place: "requirements-dev.txt" for place, package in NEEDS.items() if find_spec(package) is None}
if not os.environ.get("CI") and shutil.which(os.environ.get("CHROMIUM", "chromium")) is None:
    left_out.setdefault("journeys", "Chromium: `chromium` on PATH, or its path in CHROMIUM")
collect_ignore = list(left_out)


def pytest_report_header() -> list[str]:
    return [f"left out: tests/{place}, which needs {what}" for place, what in left_out.items()]


# Every table as it is now is copied, to be restored after a test that commits: those of them that hold another number
# of rows than the copy, or a row that a later transaction has written. Triggers and foreign keys let the restorer pass:
# the tests' user owns its throw-away server.
PLANT = """
    DROP SCHEMA IF EXISTS seed CASCADE;
    CREATE SCHEMA seed;
    DO $plant$
    DECLARE name text;
    BEGIN
        FOR name IN
            SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'
        LOOP
            EXECUTE format('CREATE TABLE seed.%1$I AS TABLE public.%1$I', name);
        END LOOP;
    END $plant$;
    CREATE TABLE seed."restored at" AS SELECT pg_current_xact_id()::xid AS xid;
    CREATE FUNCTION seed.restore() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $restore$
    DECLARE
        name text;
        is_as_it_was boolean;
    BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'seed' AND tablename <> 'restored at' LOOP
            EXECUTE format(
                'SELECT (SELECT count(*) FROM public.%1$I) = (SELECT count(*) FROM seed.%1$I) AND NOT EXISTS (
                     SELECT FROM public.%1$I AS now, seed."restored at" AS mark WHERE age(now.xmin) < age(mark.xid))',
                name
            ) INTO is_as_it_was;
            IF NOT is_as_it_was THEN
                EXECUTE format('DELETE FROM public.%I', name);
                EXECUTE format('INSERT INTO public.%1$I SELECT * FROM seed.%1$I', name);
            END IF;
        END LOOP;
        UPDATE seed."restored at" SET xid = pg_current_xact_id()::xid;
    END $restore$
"""


def _plant() -> None:
    with connection.cursor() as cursor:
        cursor.execute(PLANT)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker) -> Iterator[str]:
    """The tests' database, also when only a journey asks for it, and the bank is open. Gives its name.

    After a test that commits, every table holds again what it held before, the seeds included:
    Django's own flush would be refused by the append-only tables, and would throw the seeds away.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={DEFAULT_DB_ALIAS})
        reference.load()
        _plant()

    def restore(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT seed.restore()")

    TransactionTestCase._fixture_teardown = restore
    yield str(connection.settings_dict["NAME"])
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@contextmanager
def database_with(fill: Callable[[], T], name: str, template: str) -> Iterator[tuple[str, T]]:
    """A further database, begun as a copy of `template` and filled: its name, and what `fill` gives."""
    database = f"{template}_{name}"
    with turned_to(database):
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{database}"')
            cursor.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        made = fill()
        _plant()
    yield database, made
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{database}" WITH (FORCE)')  # a killed process's session may outlive it


@contextmanager
def turned_to(database: str) -> Iterator[None]:
    """All that is asked meanwhile is asked of this database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def world_database(django_db_setup: str, django_db_blocker) -> Iterator[str]:
    """A second database with the demo story in it, made once: tests about tables alone keep their empty one."""
    with (
        django_db_blocker.unblock(),
        database_with(partial(load_world, small=True), "world", django_db_setup) as (database, _),
    ):
        yield database


@pytest.fixture(scope="module")
def world_is_on(world_database: str, django_db_blocker) -> Iterator[None]:
    """Turns all tests of a module to the story's database: of a higher scope than `db`, which comes after it."""
    with django_db_blocker.unblock(), turned_to(world_database):
        yield


@pytest.fixture
def world(world_is_on) -> World:
    """The demo story; the test or its module is marked django_db. A module that uses it uses it in every test."""
    return World()

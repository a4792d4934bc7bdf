"""The story with one of every thing in it: a third database, made once from the story's; each test is rolled back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from apps.identity.rules import limits
from apps.identity.web import middleware
from fixtures.world import World
from tests.conftest import turn_to

from .browser import Browser
from .stage import Stage

LOCAL_CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "access"}}


@pytest.fixture(scope="session")
def staged(world_database, django_db_blocker) -> Iterator[tuple[str, Stage]]:
    empty = connection.settings_dict["NAME"]
    database = f"{empty}_stage"
    with django_db_blocker.unblock():
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{database}"')
            cursor.execute(f'CREATE DATABASE "{database}" TEMPLATE "{world_database}"')
        turn_to(database)
        with transaction.atomic():
            stage = Stage(World())
            connection.cursor().execute("DROP SCHEMA seed CASCADE")  # nothing is restored here: nothing commits
        turn_to(empty)
        yield database, stage
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{database}"')


@pytest.fixture(scope="module")
def stage_is_on(staged, django_db_blocker) -> Iterator[Stage]:
    empty, (database, stage) = connection.settings_dict["NAME"], staged
    with django_db_blocker.unblock():
        turn_to(database)
        yield stage
        turn_to(empty)


@pytest.fixture
def stage(stage_is_on, settings, monkeypatch) -> Iterator[Stage]:
    """The things of the story; the module is marked django_db. The cache is this process's own."""
    settings.CACHES = LOCAL_CACHE
    settings.DEMO_CAST = "tests.access.stage.SIGN_IN_AS"
    settings.DEMO = False  # no story bar: pages as a bank shows them
    monkeypatch.setattr(middleware, "ACTIVITY_STEP", timedelta(hours=1))  # requests write nothing by the way
    monkeypatch.setattr(limits, "CODE_ANSWER", timedelta(0))  # the wait that hides who is known
    for other in ("guilan", "checker", "approver"):  # sit at browsers of their own
        Browser().sign_in(other)
    yield stage_is_on
    cache.clear()

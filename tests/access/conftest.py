"""The story with one of every thing in it: a third database, made once from the story's; each test is rolled back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from apps.identity.rules import limits
from apps.identity.web import middleware
from apps.news import selectors as news
from fixtures.world import World
from tests.conftest import database_with, turned_to

from .browser import Browser
from .stage import Stage

LOCAL_CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "access"}}
DEMO_CAST = "tests.access.stage.SIGN_IN_AS"


def _fill() -> Stage:
    with transaction.atomic():
        stage = Stage(World())
    with override_settings(CACHES=LOCAL_CACHE, DEMO_CAST=DEMO_CAST):
        for other in ("guilan", "checker", "approver"):  # sit at browsers of their own
            Browser().sign_in(other)
        Session.objects.update(expire_date=stage.now.wall + timedelta(days=365))  # however long the run takes
        cache.clear()
    return stage


@pytest.fixture(scope="session")
def staged(world_database, django_db_blocker) -> Iterator[tuple[str, Stage]]:
    with django_db_blocker.unblock(), database_with(_fill, "stage", world_database) as made:
        yield made


@pytest.fixture(scope="module")
def stage_is_on(staged, django_db_blocker) -> Iterator[Stage]:
    database, stage = staged
    with django_db_blocker.unblock(), turned_to(database):
        yield stage


@pytest.fixture
def stage(stage_is_on, settings, monkeypatch) -> Iterator[Stage]:
    """The things of the story; the module is marked django_db. The cache is this process's own."""
    settings.CACHES = LOCAL_CACHE
    settings.DEMO_CAST = DEMO_CAST
    settings.DEMO = False  # no story bar: pages as a bank shows them
    monkeypatch.setattr(middleware, "ACTIVITY_STEP", timedelta(hours=1))  # requests write nothing by the way
    monkeypatch.setattr(limits, "CODE_ANSWER", timedelta(0))  # the wait that hides who is known
    monkeypatch.setattr(news, "BANNER_SECONDS", 3600)  # every page has them: read once, here
    Browser().do("GET", "/mobile/sign-in/")
    yield stage_is_on
    cache.clear()

"""One enterprise that may borrow from its people, and the bank that lets it."""

from collections.abc import Iterator
from copy import deepcopy

import pytest

from apps.core.invariants import faults
from tests.conftest import database_with, turned_to

from .cast import MARCH_2, Stage, build_stage


@pytest.fixture(scope="session")
def staged(django_db_setup, django_db_blocker) -> Iterator[tuple[str, Stage]]:
    """A database with the stage in it, made once."""
    with django_db_blocker.unblock(), database_with(build_stage, "lending", django_db_setup) as made:
        yield made


@pytest.fixture(scope="module")
def stage_is_on(staged, django_db_blocker) -> Iterator[Stage]:
    database, stage = staged
    with django_db_blocker.unblock(), turned_to(database):
        yield stage


@pytest.fixture
def stage(stage_is_on: Stage, db: None) -> Iterator[Stage]:
    """Whatever a test did: afterwards all that must be true of the money is true."""
    made = deepcopy(stage_is_on)
    yield made
    assert list(faults()) == []
    made.turn(MARCH_2)

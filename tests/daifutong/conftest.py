"""The bank day of the demo is open, and one enterprise is ready to pay."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache

import pytest

from apps.core.files import read_table
from apps.core.invariants import faults
from apps.daifutong.services import batch_import, batch_read, rows_merge
from tests.conftest import database_with, turned_to
from tests.corebank.conftest import bank_address, client, simulator  # noqa: F401  (fixtures)

from .cast import House, build_house

_read_once = cache(read_table)


@pytest.fixture(autouse=True)
def _files_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most files here are the same few lines: each content is read in a process of its own once (tests/core/test_files…
    are about that reading)."""
    for service in (batch_import, batch_read, rows_merge):
        monkeypatch.setattr(service, "read_table", _read_once)


@pytest.fixture(scope="session")
def housed(django_db_setup, django_db_blocker) -> Iterator[tuple[str, House]]:
    """A database with the house in it, made once."""
    with django_db_blocker.unblock(), database_with(build_house, "house", django_db_setup) as made:
        yield made


@pytest.fixture(scope="module")
def house_is_on(housed, django_db_blocker) -> Iterator[House]:
    database, house = housed
    with django_db_blocker.unblock(), turned_to(database):
        yield house


@pytest.fixture
def house(house_is_on: House, db: None) -> Iterator[House]:
    """Whatever a test did: afterwards all that must be true of the money is true."""
    yield deepcopy(house_is_on)
    assert list(faults()) == []


@pytest.fixture
def neighbour(house: House) -> House:
    """A second enterprise, for everything that must not be seen."""
    return build_house(serial=1, staff=2)

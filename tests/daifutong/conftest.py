"""The bank day of the demo is open, and one enterprise is ready to pay."""

from collections.abc import Iterator

import pytest

from apps.core.invariants import faults
from fixtures import reference
from tests.corebank.conftest import bank_address, client, simulator  # noqa: F401  (fixtures)

from .cast import House, build_house


@pytest.fixture
def house(db: None) -> Iterator[House]:
    """Whatever a test did: afterwards all that must be true of the money is true."""
    reference.load()
    yield build_house()
    assert list(faults()) == []


@pytest.fixture
def neighbour(house: House) -> House:
    """A second enterprise, for everything that must not be seen."""
    return build_house(serial=1, staff=2)

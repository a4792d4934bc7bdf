"""Whatever a test did: afterwards all that must be true of the money is true."""

from collections.abc import Iterator

import pytest

from apps.core.invariants import faults
from fixtures.world import World
from tests.corebank.conftest import bank_address, client, simulator  # noqa: F401  (fixtures)

from .stage import Purse
from .stage import purse as make_purse


@pytest.fixture
def purse(world: World, simulator: object) -> Iterator[Purse]:  # noqa: F811  (the fixture)
    yield make_purse(world)
    assert list(faults()) == []

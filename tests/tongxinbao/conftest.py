"""One enterprise that may borrow from its people, and the bank that lets it."""

from collections.abc import Iterator

import pytest

from apps.core.invariants import faults
from fixtures import reference

from .cast import MARCH_2, Stage, build_stage


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    """Whatever a test did: afterwards all that must be true of the money is true."""
    reference.load()
    made = build_stage()
    yield made
    assert list(faults()) == []
    made.turn(MARCH_2)

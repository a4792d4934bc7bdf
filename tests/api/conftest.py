"""The demo story, and those who call its API."""

import pytest

from fixtures.world import World

from .callers import Person, Program


@pytest.fixture
def program(world: World, db: None) -> Program:
    """The program of 晨星, whose administrator answers for it."""
    return Program.of(world)


@pytest.fixture
def payer(program: Program) -> str:
    """The account from which 晨星 pays."""
    return str(program.get("/daifutong/payers/").json()["accounts"][0]["id"])


@pytest.fixture
def checker(world: World, db: None) -> Person:
    return Person.of("checker")

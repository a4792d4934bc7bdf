"""The people of the loans' stage, who now also talk."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from apps.core.invariants import faults
from tests.conftest import database_with, turned_to
from tests.tongxinbao.cast import Stage, build_stage

from .cast import Talk
from .servers import Servers, running_servers


@pytest.fixture(scope="session")
def talkers_staged(django_db_setup: str, django_db_blocker: Any) -> Iterator[tuple[str, Stage]]:
    with django_db_blocker.unblock(), database_with(build_stage, "talk", django_db_setup) as made:
        yield made


@pytest.fixture(scope="module")
def talkers_are_on(talkers_staged: tuple[str, Stage], django_db_blocker: Any) -> Iterator[Stage]:
    database, stage = talkers_staged
    with django_db_blocker.unblock(), turned_to(database):
        yield stage


@pytest.fixture
def talk(talkers_are_on: Stage) -> Iterator[Talk]:
    """The module is marked django_db."""
    yield Talk(deepcopy(talkers_are_on))
    assert list(faults()) == []


@pytest.fixture
def servers(talk: Talk, transactional_db: None, tmp_path: Any) -> Iterator[Servers]:
    """Two web processes and a Valkey of their own; the module is marked django_db(transaction=True)."""
    with running_servers(tmp_path) as running:
        yield running

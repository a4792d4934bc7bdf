"""People with money and a level, and a transfer agent to deal with."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from apps.core.invariants import faults
from apps.shenhuobao.models import AssessmentMark, Questionnaire, RiskAssessment
from tests.conftest import database_with, turned_to
from tests.peers import running_peer
from tests.tongxinbao.cast import MARCH_2, Stage, build_stage

from .cast import Shop

SECRET = "demo-agent-secret"
SILENCE = 3.0  # seconds; our side waits less
PATIENCE = 1.5


def build_shop() -> Stage:
    """Six people of level C3, each with 1,000,000.00."""
    return customers(build_stage())


def customers(stage: Stage) -> Stage:
    """The same people, each assessed as C3."""
    questionnaire = Questionnaire.objects.first() or Questionnaire.objects.create(
        number=1, state="IN_FORCE", questions=[], digest="q" * 64, created_at=stage.now.wall
    )
    for colleague in stage.house.staff:
        assessment = RiskAssessment.objects.create(
            person_id=colleague.person_id, unit_path=stage.house.unit_path, questionnaire=questionnaire, answers={},
            score=55, level=3, assessed_on=date(2026, 1, 5), valid_through=date(2027, 1, 4), created_at=stage.now.wall,
        )  # fmt: skip
        AssessmentMark.objects.create(
            assessment=assessment, kind="CONFIRMED", on=date(2026, 1, 5), created_at=stage.now.wall
        )
    return stage


@pytest.fixture(scope="session")
def shop_staged(django_db_setup: str, django_db_blocker: Any) -> Iterator[tuple[str, Stage]]:
    with django_db_blocker.unblock(), database_with(build_shop, "wealth", django_db_setup) as made:
        yield made


@pytest.fixture(scope="module")
def shop_is_on(shop_staged: tuple[str, Stage], django_db_blocker: Any) -> Iterator[Stage]:
    database, stage = shop_staged
    with django_db_blocker.unblock(), turned_to(database):
        yield stage


@pytest.fixture(scope="session")
def agent_address(tmp_path_factory: Any) -> Iterator[str]:
    with running_peer("ta_sim", tmp_path_factory.mktemp("agent") / "state.sqlite", SILENCE) as address:
        yield address


@pytest.fixture
def agent(agent_address: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our side of it: impatient; theirs: as on its first day."""
    from apps.core.peers import client
    from apps.shenhuobao.adapters import AGENT

    settings.TA_URL, settings.TA_SECRET = agent_address, SECRET
    monkeypatch.setattr(client, "ANSWER_SECONDS", PATIENCE)
    AGENT.exchange("POST", "/sim/reset", {})


@pytest.fixture
def shop(shop_is_on: Stage, agent: None, transactional_db: None) -> Iterator[Shop]:
    """Whatever a test did: afterwards all that must be true of the money is true."""
    stage = deepcopy(shop_is_on)
    yield Shop(stage)
    assert list(faults()) == []
    stage.turn(MARCH_2)

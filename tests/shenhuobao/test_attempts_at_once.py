"""Two windows at once: the third attempt of a day never slips through (AT-14)."""

from collections.abc import Iterator

import pytest

from apps.core import clock
from apps.core.actors import Actor, Role
from apps.shenhuobao.models import RiskAssessment
from apps.shenhuobao.services.assessment_take import assessment_take
from fixtures import reference
from fixtures.world_suitability import answering
from tests.daifutong.cast import House, build_house
from tests.daifutong.test_races import at_once


@pytest.fixture
def house(transactional_db: None) -> Iterator[House]:
    reference.load()
    yield build_house()


def test_of_four_attempts_at_once_two_are_taken(house: House) -> None:
    person_id = house.staff[0].person_id
    who = Actor(person_id=person_id, enterprise_id=house.enterprise_id, roles=frozenset({Role.EMPLOYEE}), display="员*")
    sent, now = answering(3), clock.read()
    ends = at_once(
        *[lambda key=f"w{n}": assessment_take(answering=sent, key=key, actor=who, now=now) for n in range(4)]
    )
    assert ends == ["ATTEMPTS_DAY", "ATTEMPTS_DAY", "done", "done"]
    assert RiskAssessment.objects.system("test").filter(person_id=person_id).count() == 2


def test_one_key_sent_twice_at_once_is_one_attempt(house: House) -> None:
    person_id = house.staff[0].person_id
    who = Actor(person_id=person_id, enterprise_id=house.enterprise_id, roles=frozenset({Role.EMPLOYEE}), display="员*")
    sent, now = answering(3), clock.read()
    ends = at_once(*[lambda: assessment_take(answering=sent, key="same", actor=who, now=now) for _ in range(2)])
    assert ends in (["BUSY", "done"], ["done", "done"])
    assert RiskAssessment.objects.system("test").filter(person_id=person_id).count() == 1

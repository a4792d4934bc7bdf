"""Twenty reviewers ask for the next case at once: nobody gets what another has."""

from collections.abc import Callable

import pytest

from apps.core import clock
from apps.core.actors import Actor, Relation, Role
from apps.core.ids import new_id
from apps.members.models import BankUnit, Enterprise, Review
from apps.members.services import review_claim as service
from fixtures import reference
from tests.members.queue import fill

from .race import race

pytestmark = pytest.mark.django_db(transaction=True)
REVIEWERS, UNIT = 20, "/head/east/"


@pytest.fixture
def people() -> list[Actor]:
    """Reviewers of one branch, at which 200 cases wait."""
    reference.load()
    now = clock.read()
    unit = BankUnit.objects.create(path=UNIT, name="城东")
    firm = Enterprise.objects.create(
        uscc="91310115MA1K4XYT2Y", name="企业", short_name="企业", unit=unit, status="CERTIFIED", created_at=now.wall
    )
    fill(200, enterprise_id=firm.pk, unit=UNIT, now=now.wall)
    roles = frozenset({Role.REVIEWER})
    return [
        Actor(person_id=new_id(), roles=roles, unit_path=UNIT, relation=Relation.UNIT, display=f"审核{number}")
        for number in range(REVIEWERS)
    ]


def asker(who: Actor) -> Callable[[], object]:
    def take() -> object:
        return service.review_claim_next.__wrapped__(actor=who, now=clock.read())  # type: ignore[attr-defined]

    return take


def test_twenty_reviewers_never_hold_the_same_case(people: list[Actor]) -> None:
    """Each asks three times: the first time takes, the next prolong what is in hand already."""
    outcome = race(*([asker(one)] * 3 for one in people))
    assert outcome.answers == {"ok": REVIEWERS * 3}
    assert outcome.peak >= 8
    taken = Review.objects.system("test").exclude(claimer_person_id=None)
    assert sorted(taken.values_list("claimer_person_id", flat=True)) == sorted(one.person_id for one in people)


def test_control_without_the_lock_two_hold_the_same(people: list[Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    """What the lock is for: reading without it, several take the first of the queue, and the last one keeps it."""
    monkeypatch.setattr("django.db.models.QuerySet.select_for_update", lambda rows, **_: rows)
    race(*([asker(one)] for one in people))
    taken = Review.objects.system("test").exclude(claimer_person_id=None)
    assert taken.count() < REVIEWERS

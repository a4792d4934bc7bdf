"""Random walks of publishing, reading, confirming, coming, leaving and withdrawing, against a model in a few lines."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.errors import Conflict, IllegalMove, NotFound
from apps.imessage.selectors.bulletin_desk import bulletin_for_enterprise
from apps.imessage.selectors.bulletin_lines import BulletinFigures
from apps.imessage.selectors.bulletins import bulletins_for_member
from apps.imessage.selectors.talks import unread_for_member
from apps.imessage.services.bulletin_confirm import bulletin_confirm
from apps.imessage.services.bulletin_read import bulletin_read
from apps.imessage.services.bulletin_withdraw import bulletin_withdraw

from .cast import Talk
from .test_bulletins import hire, office, published, says

pytestmark = pytest.mark.django_db

PEOPLE = 3  # who read, come and leave; the others of the house only are there
STEP = st.tuples(
    st.sampled_from(["publish", "read", "confirm", "confirm", "leave", "come", "withdraw"]),
    st.integers(0, PEOPLE - 1),
    st.integers(0, 3),
)


@dataclass
class Told:
    """One bulletin in the model: who was there, in which of his stays, and what each of them has done."""

    stays: dict[int, int]
    read: set[int] = field(default_factory=set)
    confirmed: set[int] = field(default_factory=set)
    is_withdrawn: bool = False


class Model:
    def __init__(self, talk: Talk) -> None:
        self.talk, self.told, self.ids = talk, list[Told](), list[UUID]()
        self.stay, self.away = dict.fromkeys(range(PEOPLE), 0), set[int]()
        self.others = len(talk.stage.house.staff) - PEOPLE

    def sees(self, person: int, told: Told) -> bool:
        return person not in self.away and told.stays.get(person) == self.stay[person]

    def step(self, verb: str, person: int, place: int) -> None:
        talk, who = self.talk, self.talk.stage.house.staff[person]
        match verb:
            case "publish" if len(self.ids) < 4:
                self.ids.append(published(talk, says(f"第{len(self.ids)}则")))
                self.told.append(Told({one: self.stay[one] for one in range(PEOPLE) if one not in self.away}))
            case "leave" if person not in self.away:
                hire(talk, who, "LEFT")
                self.away.add(person)
            case "come" if person in self.away:
                hire(talk, who, "ACTIVE")
                self.away.discard(person)
                self.stay[person] += 1
            case "read" | "confirm" | "withdraw" if place < len(self.ids):
                self._deed(verb, person, place)

    def _deed(self, verb: str, person: int, place: int) -> None:
        talk, told, now = self.talk, self.told[place], self.talk.stage.now
        facts = {"bulletin_id": self.ids[place], "actor": talk.at_phone(talk.stage.house.staff[person]), "now": now}
        if verb == "withdraw":
            refused = (IllegalMove,) if told.is_withdrawn else ()
            _does(lambda: bulletin_withdraw(reason="有误", **facts | {"actor": office(talk)}), refused)
            told.is_withdrawn = True
            return
        if not self.sees(person, told):
            _does(lambda: (bulletin_read if verb == "read" else bulletin_confirm)(**facts), (NotFound,))
        elif verb == "confirm" and told.is_withdrawn:
            _does(lambda: bulletin_confirm(**facts), (Conflict,))
        else:
            _does(lambda: (bulletin_read if verb == "read" else bulletin_confirm)(**facts), ())
            told.read.add(person)
            told.confirmed |= {person} if verb == "confirm" else set()

    def agrees(self) -> None:
        for pk, told in zip(self.ids, self.told, strict=True):
            here = [one for one in range(PEOPLE) if self.sees(one, told)]
            wanted = BulletinFigures(
                self.others + len(here), len(told.read & set(here)), len(told.confirmed & set(here))
            )
            assert bulletin_for_enterprise(office(self.talk), pk, self.talk.stage.now).figures == wanted
        for person in range(PEOPLE):
            actor = self.talk.at_phone(self.talk.stage.house.staff[person])
            mine = [
                (pk, person in told.read, person in told.confirmed)
                for pk, told in zip(self.ids, self.told, strict=True)
                if self.sees(person, told)
            ]
            found = bulletins_for_member(actor)
            shown = [(line.id, line.read_at is not None, line.confirmed_at is not None) for line in found.lines]
            assert sorted(shown) == sorted(mine)
            unread = sum(
                self.sees(person, told) and person not in told.read and not told.is_withdrawn for told in self.told
            )
            assert found.unread == unread_for_member(actor) == unread


def _does(deed, refused: tuple[type[Exception], ...]) -> None:
    if refused:
        with pytest.raises(refused):
            deed()
    else:
        deed()


def test_figures_lists_and_dots_are_those_of_the_model(talk: Talk) -> None:
    @settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(STEP, min_size=3, max_size=12))
    def walk(steps: list[tuple[str, int, int]]) -> None:
        before = transaction.savepoint()
        model = Model(talk)
        model.step("publish", 0, 0)
        for step in steps:
            model.step(*step)
        model.agrees()
        transaction.savepoint_rollback(before)

    walk()

"""What a program is answered whose deed has been done: what the service gives, as the API's document says it."""

from uuid import uuid4

import pytest

from apps.shenhuobao.models import DividendChoice, Holding, Plan
from apps.shenhuobao.rest.instructions import InstructionAnswerOut
from fixtures.world import World
from tests.api.callers import Person

pytestmark = pytest.mark.django_db


def test_a_plan_is_made_and_named(world: World) -> None:
    xiaowen = Person.of("xiaowen")
    (choice, *_) = xiaowen.get("/shenhuobao/plans/choices/").json()["lines"]
    goal = {"purpose": "OTHER", "amount_fen": 10_000_00, "on": "2029-09-01", "product_id": choice["product_id"]}
    first = xiaowen.post("/shenhuobao/plans/create/", goal, key="plan")
    assert first.status_code == 201, first.content.decode()
    again = xiaowen.post("/shenhuobao/plans/create/", goal, key="plan")
    assert (again.status_code, again.json()) == (201, first.json())
    assert Plan.objects.scoped(world.actor("xiaowen")).get(pk=first.json()["plan_id"]).target_fen == 10_000_00


def test_how_dividends_come_is_chosen_and_said(world: World) -> None:
    xiaowen = Person.of("xiaowen")
    held = Holding.objects.scoped(world.actor("xiaowen")).get(product__code="YL2001")
    place = f"/shenhuobao/positions/{held.pk}/dividend/"
    answer = xiaowen.post(f"{place}choose/", {"mode": "REINVEST"})
    assert (answer.status_code, answer.json()) == (200, {"mode": "REINVEST"})
    assert xiaowen.get(place).json()["mode"] == "REINVEST"
    assert DividendChoice.objects.scoped(world.actor("xiaowen")).filter(holding=held).exists()


def test_an_instruction_is_named() -> None:
    name = uuid4()
    assert InstructionAnswerOut(name).data == {"instruction_id": str(name)}

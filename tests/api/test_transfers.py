"""Money of one's own moved by API: asked, confirmed, made once."""

import pytest
from django.test import Client

from fixtures.cast import CAST
from fixtures.world import World

from .callers import Person

pytestmark = pytest.mark.django_db


def test_a_transfer_is_confirmed_and_made_once(world: World) -> None:
    client = Client(raise_request_exception=False)
    assert client.post("/story/switch/", {"person": CAST["xiaowen"].login_name}).status_code == 302  # a known device
    xiaowen = Person(client=client)
    account = xiaowen.get("/accounts/").json()["accounts"][0]["id"]
    card = client.get("/mobile/cards/").context["cards"][0].id
    body = {"direction": "OUT", "account_id": account, "card_id": str(card), "amount_fen": 100_00}
    before = xiaowen.get(f"/accounts/{account}/balance/").json()["balance_fen"]
    asked = xiaowen.post("/transfers/", body, key="one")
    assert (asked.status_code, asked.json()["code"]) == (403, "STEP_UP_REQUIRED")
    confirmed = body | {"step_up": {"digest": asked.json()["digest"], "pin": world.pin}}
    made = xiaowen.post("/transfers/", confirmed, key="one")
    assert made.status_code == 201
    again = xiaowen.post("/transfers/", confirmed, key="one")
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (made.json(), "true")
    (line,) = xiaowen.get("/transfers/").json()["transfers"]
    assert (line["id"], line["amount_fen"]) == (made.json()["transfer_id"], 100_00)
    after = xiaowen.get(f"/accounts/{account}/balance/").json()["balance_fen"]
    assert after == before - 100_00

"""One's own money by programs: cards, entries, limits, transfers by PIN and code, stopping, closing, confirming."""

import re

import pytest

from apps.bankaccounts.models import BankAccount
from apps.identity.models import User
from apps.notify.models import SmsMessage
from apps.transfers.models import Transfer
from fixtures.cast import CAST
from fixtures.generators import OTHER_BIN, card_number
from fixtures.world import World
from tests.access import make
from tests.corebank.conftest import bank_address, client, simulator  # noqa: F401  (fixtures)
from tests.identity.devices import on_device

from .callers import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulator")]
CARD, OTHER = (card_number(number, bin_prefix=OTHER_BIN) for number in (88, 89))
MOBILE = "13800005678"


def person(world: World, key: str = "xiaowen") -> Person:
    """At a device that was confirmed days ago."""
    who = Person.of(key)
    session = who.client.session
    session["device_id"] = str(on_device(world.actor(key), world.now).device_id)
    session.save()
    return who


@pytest.fixture
def her(world: World) -> Person:
    return person(world)


@pytest.fixture
def account(world: World) -> BankAccount:
    return BankAccount.objects.system("test").get(holder_id=world.person("xiaowen"))


def signed(world: World, who: Person, method: str, path: str, body: dict[str, object], key: str = "k"):
    """Asked, confirmed by the PIN and, where it is wanted, the code; gives what was asked and the answer."""
    send = {"POST": lambda sent: who.post(path, sent, key=key), "PUT": lambda sent: who.put(path, sent)}[method]
    asked = send(body)
    assert asked.status_code == 403, asked.content.decode()
    needed = asked.json()
    step_up = {"digest": needed["digest"], "pin": world.pin}
    if needed["proof"] == "CODE":
        step_up |= {"code_id": needed["code_id"], "code": newest_code()}
    return needed, send(body | {"step_up": step_up})


def newest_code() -> str:
    return re.findall(r"验证码 (\d{6})", SmsMessage.objects.system("test").latest("created_at").text.clear())[0]


def bound(world: World, her: Person) -> str:
    card_id = her.put("/cards/", {"number": CARD, "mobile": MOBILE}).json()["card_id"]
    words = her.get("/cards/words/").json()
    assert words["text"] and words["title"]
    body = {"single_fen": 5_000_00, "day_fen": 20_000_00, "text_hash": words["text_hash"]}
    needed, done = signed(world, her, "POST", f"/cards/{card_id}/bind/", body)
    assert needed["proof"] == "PIN" and done.status_code == 204
    return card_id


def test_a_card_is_proved_bound_listed_and_unbound(world: World, her: Person) -> None:
    card_id = bound(world, her)
    (card,) = [one for one in her.get("/cards/").json()["cards"] if one["id"] == card_id]
    assert (card["state"], card["has_mandate"], card["single_fen"]) == ("BOUND", True, 5_000_00)
    assert CARD not in str(card) and card["masked_number"].endswith(CARD[-4:])
    assert her.send("DELETE", f"/cards/{card_id}/").status_code == 204
    assert her.get(f"/cards/{card_id}/").json()["state"] == "UNBOUND"
    assert person(world, "guilan").get(f"/cards/{card_id}/").status_code == 404


def test_a_card_that_is_somebody_elses_is_refused_without_saying_why(world: World, her: Person) -> None:
    strangers = card_number(199_902, bin_prefix=OTHER_BIN)
    answer = her.put("/cards/", {"number": strangers, "mobile": MOBILE})
    assert (answer.status_code, answer.json()["code"]) == (422, "CARD_MISMATCH")
    assert strangers not in answer.content.decode() and "fields" not in answer.json()


def test_little_moves_by_pin_more_by_pin_and_code_once_per_key(world: World, her: Person, account) -> None:
    body = {"direction": "OUT", "account_id": str(account.pk), "card_id": bound(world, her), "amount_fen": 900_00}
    needed, done = signed(world, her, "POST", "/transfers/", body, key="little")
    assert needed["proof"] == "PIN" and done.status_code == 201
    body |= {"amount_fen": 2_000_00}
    needed, done = signed(world, her, "POST", "/transfers/", body, key="more")
    assert (needed["proof"], done.status_code) == ("CODE", 201) and "验证码已发送至" in needed["code_note"]
    again = her.post("/transfers/", body, key="more")
    assert again.json() == done.json() and again.headers["Idempotent-Replayed"] == "true"
    assert Transfer.objects.system("test").count() == 2
    assert her.get(f"/transfers/{done.json()['transfer_id']}/").json()["amount_fen"] == 2_000_00


def test_without_a_known_device_nothing_moves(world: World, account) -> None:
    card_id = bound(world, person(world))
    stranger = Person.of("xiaowen")  # a session of hers that no device stands behind
    body = {"direction": "OUT", "account_id": str(account.pk), "card_id": card_id, "amount_fen": 1}
    for answer in (stranger.post("/transfers/", body), stranger.put("/cards/", {"number": CARD, "mobile": MOBILE})):
        assert (answer.status_code, answer.json()["code"]) == (409, "NEW_DEVICE")


def test_entries_are_found_and_a_month_adds_up(her: Person, account: BankAccount) -> None:
    path = f"/accounts/{account.pk}"
    every, came = her.get(f"{path}/entries/").json(), her.get(f"{path}/entries/", side="in").json()
    assert 0 < came["total"] < every["total"]
    assert all(line["amount_fen"] > 0 for line in came["lines"])
    month = her.get(f"{path}/month/", month="2026-02").json()
    assert month["came_fen"] == sum(line["came_fen"] for line in month["lines"]) > 0
    assert her.get(f"{path}/month/", month="2026-13").status_code == 422
    assert her.get(f"{path}/entries/", side="up").status_code == 422
    assert Person.of("guilan").get(f"{path}/entries/").status_code == 404


def test_a_class_two_account_is_opened_once_and_its_bound_account_changed(world: World, her: Person) -> None:
    first = bound(world, her)
    words = her.get("/accounts/class-two/words/").json()
    number = "01890000-0000-7000-8000-000000000001"
    body = {"opening_id": number, "card_id": first, "mobile": MOBILE, "text_hash": words["text_hash"]}
    opened = {signed(world, her, "PUT", "/accounts/class-two/", body)[1].json()["account_id"] for _ in range(2)}
    assert len(opened) == 1
    other = make.bound_card(User.objects.get(login_name=CAST["xiaowen"].login_name), OTHER, world.now)
    path = f"/accounts/{opened.pop()}/bound/"
    _, done = signed(world, her, "PUT", path, {"card_id": str(other.pk), "mobile": MOBILE})
    assert done.status_code == 204
    assert her.put(path, {"card_id": str(other.pk), "mobile": MOBILE}).json()["code"] == "SAME_CARD"


def test_an_account_is_stopped_brought_back_and_says_what_stops_its_closing(world: World, her: Person, account) -> None:
    path = f"/accounts/{account.pk}"
    assert her.put(f"{path}/guard/", {"move": "self_stop"}).status_code == 204
    closing = her.get(f"{path}/closing/").json()
    assert [block["code"] for block in closing["blocks"]][:2] == ["STATUS", "NOT_EMPTY"]
    assert her.post(f"{path}/closing/").json()["code"] == "STATUS"
    _, done = signed(world, her, "PUT", f"{path}/guard/", {"move": "restore"})
    assert done.status_code == 204
    limits = her.get(f"{path}/limits/").json()
    assert limits["account"] == [] and any("仅凭密码" in line["label"] for line in limits["own"])


def test_the_enterprise_confirms_by_a_program_of_a_person_and_sees_it(world: World) -> None:
    checker = Person.of("checker")
    (line, *_) = checker.get("/enterprise/confirmations/").json()["confirmations"]
    path = f"/enterprise/accounts/{line['account']['id']}/confirmations/"
    sent = {"month": line["month"], "agrees": False}
    assert checker.put(path, sent).json()["fields"].keys() == {"note"}
    assert checker.put(path, sent | {"note": "少一笔"}).status_code == 204
    assert checker.put(path, sent | {"agrees": True}).status_code == 204
    assert checker.put(path, sent | {"agrees": True}).status_code == 409
    assert Person.of("maker").put(path, sent).status_code == 403

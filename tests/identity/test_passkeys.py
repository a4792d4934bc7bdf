"""Passkeys: bound at the first sign-in or with step-up, used as a second factor and instead of the PIN."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client

from apps.core.actors import Actor
from apps.identity import api as identity
from apps.identity.models import SignInCode, StepUp, User

from .authenticator import Passkey
from .cast import PIN, Cast, first_factor_console, first_factor_office, moment, sign_in_mobile

OTHER = "b" * 64


def desk() -> Client:
    """On localhost, where browsers allow passkeys without https."""
    SignInCode.objects.all().delete()
    return Client(SERVER_NAME="localhost")


def options(client: Client, purpose: str, surface: str = "office") -> dict[str, Any]:
    answer = client.post(f"/{surface}/passkey/options/", {"purpose": purpose})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
def key(cast: Cast) -> Passkey:
    """The passkey that 陈晓 bound at her first sign-in at the office."""
    Authenticator.objects.filter(user_id=cast.operator).delete()
    with transaction.atomic():
        identity.pin_set(user_id=cast.operator, pin=PIN, actor=Actor.system("测试"), now=moment())
    key, client = Passkey(), first_factor_office(desk())
    client.get("/office/second-factor/")
    answer = key.create(options(client, "register"))
    done = client.post("/office/second-factor/setup/", {"passkey": answer})
    assert (done.status_code, done["Location"]) == (302, "/office/")
    return key


def signed_in(key: Passkey) -> Client:
    client = first_factor_office(desk())
    done = client.post("/office/second-factor/", {"passkey": key.get(options(client, "sign_in"))})
    assert (done.status_code, done["Location"]) == (302, "/office/")
    return client


def test_a_passkey_is_a_second_factor(key: Passkey) -> None:
    client = signed_in(key)
    assert client.get("/office/security/").context["factors"].passkeys[0].name == "我的设备"


def test_an_answer_is_good_once(key: Passkey) -> None:
    client = first_factor_office(desk())
    answer = key.get(options(client, "sign_in"))
    other = first_factor_office(desk())
    options(other, "sign_in")
    assert other.post("/office/second-factor/", {"passkey": answer}).status_code == 422
    assert client.post("/office/second-factor/", {"passkey": answer}).status_code == 302


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"id": 1}', "not json", '{"response": {}}'])
def test_nonsense_is_refused(key: Passkey, answer: str) -> None:
    client = first_factor_office(desk())
    options(client, "sign_in")
    assert client.post("/office/second-factor/", {"passkey": answer}).status_code == 422


def test_a_stolen_key_without_its_owner_is_refused(key: Passkey) -> None:
    key.flags = 0x01  # present, but no fingerprint and no screen lock
    client = first_factor_office(desk())
    answer = key.get(options(client, "sign_in"))
    assert client.post("/office/second-factor/", {"passkey": answer}).status_code == 422


def test_another_logins_passkey_is_refused(key: Passkey) -> None:
    client = first_factor_console(desk())
    answer = key.get(options(client, "sign_in", "console"))
    assert client.post("/console/second-factor/", {"passkey": answer}).status_code == 422


def test_nobody_gets_a_challenge_without_a_first_factor(key: Passkey) -> None:
    for purpose in ("register", "sign_in", OTHER):
        assert desk().post("/office/passkey/options/", {"purpose": purpose}).status_code == 302
    half = first_factor_office(desk())
    assert half.post("/office/passkey/options/", {"purpose": OTHER}).status_code == 302


def test_a_passkey_confirms_instead_of_the_pin_and_only_what_it_was_asked_for(key: Passkey, cast: Cast) -> None:
    client = signed_in(key)
    page, form = "/office/security/passkeys/new/", {"name": "备用"}
    form["passkey"] = Passkey().create(options(client, "register"))
    sheet = client.post(page, form)
    digest = sheet.context["digest"]
    assert (sheet.status_code, "使用通行密钥" in sheet.content.decode()) == (403, True)
    for_other = key.get(options(client, OTHER))
    refused = client.post(page, form | {"step_up_digest": digest, "step_up_passkey": for_other})
    assert (refused.status_code, "通行密钥验证未通过" in refused.content.decode()) == (403, True)
    right = key.get(options(client, digest))
    done = client.post(page, form | {"step_up_digest": digest, "step_up_passkey": right})
    assert done["Location"] == "/office/security/"
    assert [(row.method, row.digest) for row in StepUp.objects.all()] == [("PASSKEY", digest)]
    assert Authenticator.objects.filter(user_id=cast.operator).count() == 2


def test_a_made_passkey_without_verification_is_not_stored(cast: Cast) -> None:
    phone = sign_in_mobile(desk())
    answer = Passkey(verifies=False).create(options(phone, "register", "mobile"))
    assert phone.post("/mobile/security/passkeys/new/", {"passkey": answer}).status_code == 422
    assert not Authenticator.objects.filter(user_id=cast.employee).exists()


def test_the_last_second_factor_of_an_operator_stays(key: Passkey, cast: Cast) -> None:
    client, row = signed_in(key), Authenticator.objects.get(user_id=cast.operator)
    client.post(f"/office/security/passkeys/{row.pk}/end/")
    assert "请先绑定动态口令" in client.get("/office/security/").content.decode()
    assert Authenticator.objects.filter(user_id=cast.operator).count() == 1
    foreign = first_factor_office(desk())
    assert foreign.post(f"/office/security/passkeys/{row.pk}/end/").status_code == 302
    phone = sign_in_mobile(desk())
    assert phone.post(f"/mobile/security/passkeys/{row.pk}/end/").status_code == 404


def test_the_wish_for_large_letters_is_kept_with_the_login(cast: Cast) -> None:
    phone = sign_in_mobile(desk())
    back = phone.post(
        "/mobile/security/display/", {"elder": "1"}, headers={"referer": "http://localhost/mobile/inbox/"}
    )
    assert back["Location"] == "http://localhost/mobile/inbox/"
    phone.post("/mobile/security/display/", {"theme": "dark"}, headers={"referer": "https://evil.example/"})
    wish = User.objects.get(pk=cast.employee)
    assert (wish.theme, wish.is_elder) == ("dark", True)
    phone.post("/mobile/security/display/", {"theme": "pink", "elder": "0"})
    wish = User.objects.get(pk=cast.employee)
    assert (wish.theme, wish.is_elder) == ("dark", False)

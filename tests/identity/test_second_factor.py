"""Operators and the bank's staff show a second factor; the staff's number and password open the console only."""

import pytest
from allauth.mfa.models import Authenticator

from apps.audit.models import AuditRow
from apps.identity import api as identity
from apps.identity.adapters import totp
from apps.identity.models import SignInGuard

from .cast import (
    PASSWORD,
    PHONE,
    STAFF_NO,
    TOTP_SECRET,
    Cast,
    browser,
    code_sent_to,
    first_factor_console,
    first_factor_office,
)


def test_the_first_factor_alone_opens_nothing(cast: Cast) -> None:
    for client, surface in ((first_factor_office(), "office"), (first_factor_console(), "console")):
        answer = client.get(f"/{surface}/security/")
        assert (answer.status_code, answer["Location"]) == (302, f"/{surface}/sign-in/?next=%2F{surface}%2Fsecurity%2F")


def test_the_authenticators_code_opens_the_console(cast: Cast) -> None:
    desk = first_factor_console()
    answer = desk.post("/console/second-factor/", {"code": identity.demo_totp_code(cast.staff)})
    assert (answer.status_code, answer["Location"]) == (302, "/console/")
    assert desk.get("/console/security/").status_code == 200
    assert desk.get("/office/security/").status_code == 403
    assert desk.get("/mobile/security/").status_code == 403


def test_a_code_of_the_authenticator_is_good_once(cast: Cast) -> None:
    code = identity.demo_totp_code(cast.staff)
    assert first_factor_console().post("/console/second-factor/", {"code": code}).status_code == 302
    assert first_factor_console().post("/console/second-factor/", {"code": code}).status_code == 422


def test_five_wrong_codes_lock_the_second_factor(cast: Cast) -> None:
    desk = first_factor_console()
    right = identity.demo_totp_code(cast.staff)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    assert totp.code_matches(TOTP_SECRET, wrong) is None
    for _ in range(5):
        assert desk.post("/console/second-factor/", {"code": wrong}).status_code == 422
    locked = desk.post("/console/second-factor/", {"code": right})
    assert (locked.status_code, "以后再试" in locked.content.decode()) == (429, True)
    assert AuditRow.objects.system("test").filter(action="identity.login.locked", user_id=cast.staff).count() == 1


def test_half_a_sign_in_goes_stale(cast: Cast, later) -> None:
    desk = first_factor_console()
    later(minutes=11)
    answer = desk.post("/console/second-factor/", {"code": identity.demo_totp_code(cast.staff)})
    assert answer["Location"] == "/console/sign-in/"


def test_half_a_sign_in_of_one_surface_is_none_of_another(cast: Cast) -> None:
    desk = first_factor_office()
    assert desk.get("/console/second-factor/")["Location"] == "/console/sign-in/"


def test_the_first_sign_in_binds_an_authenticator(cast: Cast) -> None:
    Authenticator.objects.all().delete()
    desk = first_factor_office()
    assert desk.get("/office/second-factor/")["Location"] == "/office/second-factor/setup/"
    page = desk.get("/office/second-factor/setup/")
    secret = page.context["secret"]
    assert page.context["qr_code"].startswith("data:image/svg+xml;base64,")
    assert desk.post("/office/second-factor/setup/", {"code": "12345"}).status_code == 422
    answer = desk.post("/office/second-factor/setup/", {"code": totp.current_code(secret)})
    assert (answer.status_code, answer["Location"]) == (302, "/office/")
    stored = Authenticator.objects.get(user_id=cast.operator)
    assert secret not in str(stored.data)
    assert totp.secret_of(cast.operator) == secret


def test_who_has_a_second_factor_cannot_bind_another_instead_of_showing_it(cast: Cast) -> None:
    desk = first_factor_office()
    assert desk.get("/office/second-factor/setup/")["Location"] == "/office/second-factor/"
    assert desk.post("/office/passkey/options/", {"purpose": "register"}).status_code == 302


def test_a_secret_moved_to_another_login_does_not_open(cast: Cast) -> None:
    stolen = Authenticator.objects.get(user_id=cast.operator).data
    Authenticator.objects.filter(user_id=cast.staff).update(data=stolen)
    from apps.core.crypto import Undecryptable

    with pytest.raises(Undecryptable):
        totp.secret_of(cast.staff)


def test_five_wrong_passwords_lock_known_and_unknown_numbers_alike(cast: Cast, later) -> None:
    texts = {}
    for number in (STAFF_NO, "B9999"):
        desk = browser()
        answers = [desk.post("/console/sign-in/", {"login_name": number, "password": "Wrong-2026"}) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [422] * 5 + [429]
        texts[number] = [("工号或密码不正确" in a.content.decode(), "以后再试" in a.content.decode()) for a in answers]
    assert texts[STAFF_NO] == texts["B9999"] == [(True, False)] * 5 + [(False, True)]
    locked = browser().post("/console/sign-in/", {"login_name": STAFF_NO, "password": PASSWORD})
    assert locked.status_code == 429
    later(minutes=31)
    first_factor_console()


def test_a_right_password_forgives_the_wrong_ones(cast: Cast) -> None:
    for _ in range(3):
        for _ in range(4):
            browser().post("/console/sign-in/", {"login_name": STAFF_NO, "password": "Wrong-2026"})
        first_factor_console()
    assert {guard.failures for guard in SignInGuard.objects.all()} == {12}  # the address alone remembers


def test_one_address_cannot_try_many_numbers(cast: Cast) -> None:
    for number in range(50):
        browser().post("/console/sign-in/", {"login_name": f"C{number}", "password": "Wrong-2026"})
    assert browser().post("/console/sign-in/", {"login_name": "C99", "password": "x"}).status_code == 429


def test_an_unknown_number_costs_a_hash_as_well(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: hashed.append(1) or encode(self, *args))
    for number in (STAFF_NO, "B9999"):
        hashed.clear()
        browser().post("/console/sign-in/", {"login_name": number, "password": "Wrong-2026"})
        assert len(hashed) == 1


def test_staff_have_no_way_in_by_phone_and_operators_none_by_password(cast: Cast) -> None:
    desk = browser()
    desk.post("/office/sign-in/", {"mobile": "19900008802"})
    assert code_sent_to("19900008802") == ""
    answer = desk.post("/console/sign-in/", {"login_name": PHONE, "password": PASSWORD})
    assert answer.status_code == 422

"""A session is new after each sign-in, ends when it should, and is unreadable in the table."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from apps.core import clock
from apps.core.actors import Actor
from apps.identity import api as identity
from apps.identity.adapters.sessions import SessionStore
from apps.identity.contracts import LoginKind
from apps.identity.models import SignInCode

from .cast import PHONE, Cast, browser, code_sent_to, moment, sign_in_mobile, sign_in_office


def is_signed_in(client: Client, surface: str = "mobile") -> bool:
    return client.get(f"/{surface}/security/").status_code == 200


def test_the_session_key_changes_at_every_step(cast: Cast) -> None:
    phone = browser()
    phone.post("/office/sign-in/", {"mobile": PHONE})
    asked = phone.session.session_key
    phone.post("/office/sign-in/code/", {"code": code_sent_to()})
    half = phone.session.session_key
    phone.post("/office/second-factor/", {"code": identity.demo_totp_code(cast.operator)})
    whole = phone.session.session_key
    assert len({asked, half, whole}) == 3
    assert set(Session.objects.values_list("session_key", flat=True)) == {whole}
    assert is_signed_in(phone, "office")


def test_nothing_of_a_sign_in_stands_in_clear_in_the_table(cast: Cast) -> None:
    phone = browser()
    phone.post("/mobile/sign-in/", {"mobile": PHONE})
    code = code_sent_to()
    stored = phone.session
    assert stored["sign_in"]["mobile"] == PHONE  # so there is something to hide
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        (row,) = cursor.fetchall()
        cursor.execute("SELECT row_to_json(c)::text FROM identity_signincode c")
        (code_row,) = cursor.fetchall()
    import base64

    raw = base64.b64decode(row[0])
    for secret in (PHONE, code, "sign_in", str(cast.employee)):
        assert secret.encode() not in raw and secret not in row[0]
    assert PHONE not in code_row[0] and code not in code_row[0].replace(stored["sign_in"]["code_id"], "")


def test_contents_moved_to_another_session_do_not_open(cast: Cast) -> None:
    phone = sign_in_mobile()
    thief = SessionStore()
    thief.create()
    contents = Session.objects.get(session_key=phone.session.session_key).session_data
    Session.objects.filter(session_key=thief.session_key).update(session_data=contents)
    other = browser()
    other.cookies["sessionid"] = thief.session_key
    assert not is_signed_in(other)
    assert is_signed_in(phone)


def test_employees_stay_thirty_days_operators_fifteen_minutes(cast: Cast) -> None:
    for client, life in ((sign_in_mobile(), timedelta(days=30)), (sign_in_office(), timedelta(minutes=15))):
        left = Session.objects.get(session_key=client.session.session_key).expire_date - timezone.now()
        assert life - timedelta(seconds=20) < left <= life


def test_an_idle_session_is_over(cast: Cast) -> None:
    desk = sign_in_office()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    answer = desk.get("/office/security/")
    assert (answer.status_code, answer["Location"]) == (302, "/office/sign-in/?next=%2Foffice%2Fsecurity%2F")


def test_activity_renews_the_session_but_what_a_page_asks_by_itself_does_not(cast: Cast, later) -> None:
    desk = sign_in_office()
    short = timezone.now() + timedelta(minutes=5)
    Session.objects.update(expire_date=short)
    later(seconds=61)
    desk.get("/office/security/", headers={"HX-Request": "true"})
    assert Session.objects.get().expire_date == short
    desk.get("/office/security/")
    assert Session.objects.get().expire_date > short + timedelta(minutes=9)


def test_an_operator_has_one_session_an_employee_may_have_more(cast: Cast) -> None:
    first, second = sign_in_office(), sign_in_office()
    assert not is_signed_in(first, "office")
    assert is_signed_in(second, "office")
    SignInCode.objects.all().delete()
    old = sign_in_mobile()
    SignInCode.objects.all().delete()
    new = sign_in_mobile()
    assert is_signed_in(old) and is_signed_in(new)


def test_a_device_can_be_seen_and_signed_out_from_another(cast: Cast) -> None:
    lost = sign_in_mobile()
    SignInCode.objects.all().delete()
    kept = sign_in_mobile()
    page = kept.get("/mobile/security/")
    lines = page.context["sessions"]
    assert [line.is_current for line in sorted(lines, key=lambda line: line.is_current)] == [False, True]
    assert {line.device for line in lines} == {"iPhone · Safari"}
    (other,) = (line for line in lines if not line.is_current)
    assert kept.post(f"/mobile/security/sessions/{other.id}/end/").status_code == 302
    assert not is_signed_in(lost)
    assert is_signed_in(kept)
    assert [line.is_current for line in kept.get("/mobile/security/").context["sessions"]] == [True]


def test_another_persons_session_is_not_found(cast: Cast) -> None:
    desk = sign_in_office()
    (line,) = desk.get("/office/security/").context["sessions"]
    SignInCode.objects.all().delete()
    phone = sign_in_mobile()
    assert phone.post(f"/mobile/security/sessions/{line.id}/end/").status_code == 404
    assert is_signed_in(desk, "office")


@pytest.mark.parametrize("deed", ["sign in", "end", "sign out"])
def test_a_session_neither_begins_nor_ends_without_its_row_in_the_trail(
    cast: Cast, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = sign_in_mobile()
    SignInCode.objects.all().delete()
    other = browser()
    other.post("/mobile/sign-in/", {"mobile": PHONE})
    (line,) = phone.get("/mobile/security/").context["sessions"]
    monkeypatch.setattr("apps.identity.services.session_move.audit.record", _fail)
    phone.raise_request_exception = other.raise_request_exception = False
    answer = {
        "sign in": lambda: other.post("/mobile/sign-in/code/", {"code": code_sent_to()}),
        "end": lambda: phone.post(f"/mobile/security/sessions/{line.id}/end/"),
        "sign out": lambda: phone.post("/mobile/sign-out/"),
    }[deed]()
    assert answer.status_code == 500
    assert UserSession.objects.count() == 1
    thief = browser()
    thief.cookies["sessionid"] = UserSession.objects.get().session_key
    assert is_signed_in(thief)


def _fail(**said: object) -> None:
    raise RuntimeError("the trail cannot be written")


def test_a_disabled_login_is_out_at_the_next_request(cast: Cast) -> None:
    phone = sign_in_mobile()
    with transaction.atomic():
        identity.login_disable(user_id=cast.employee, reason="离职", actor=Actor.system("测试"), now=moment())
    assert not is_signed_in(phone)
    SignInCode.objects.all().delete()
    phone.post("/mobile/sign-in/", {"mobile": PHONE})
    assert phone.post("/mobile/sign-in/code/", {"code": code_sent_to()}).status_code == 422


def test_a_raised_epoch_ends_the_sessions_of_that_login_only(cast: Cast) -> None:
    desk = sign_in_office()
    SignInCode.objects.all().delete()
    phone = sign_in_mobile()
    with transaction.atomic():
        identity.sessions_end(
            person_id=cast.chen, kind=LoginKind.OPERATOR, reason="角色变更", actor=Actor.system("测试"), now=moment()
        )
    assert not is_signed_in(desk, "office")
    assert is_signed_in(phone)


def test_signing_out_ends_it_on_the_server_too(cast: Cast) -> None:
    phone = sign_in_mobile()
    key = phone.session.session_key
    assert phone.post("/mobile/sign-out/")["Location"] == "/mobile/sign-in/"
    assert not Session.objects.filter(session_key=key).exists()
    thief = browser()
    thief.cookies["sessionid"] = key
    assert not is_signed_in(thief)


def test_pages_stay_readable_without_redis(cast: Cast, settings) -> None:
    phone = sign_in_mobile()
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "unix:///nowhere.sock"}
    }
    assert is_signed_in(phone)
    assert is_signed_in(sign_in_office(), "office")  # and signing in needs no Redis either
    assert clock.wall()

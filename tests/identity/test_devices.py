"""A browser is known by its cookie: the first is trusted, a new one is told of and waits with money (SEC-3, RC-2)."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from apps.core.actors import Actor
from apps.core.errors import Conflict
from apps.identity import api as identity
from apps.identity.models import Device, DisplacedSession, SignInCode, User

from .cast import Cast, acting, browser, confirmed, moment, sign_in_mobile, sign_in_office, told, with_pin

PAGE = "/mobile/security/devices/"


def again(client: Client | None = None) -> Client:
    SignInCode.objects.all().delete()
    if client:
        client.post("/mobile/sign-out/")
    return sign_in_mobile(client)


def at(client: Client, cast: Cast) -> Actor:
    return replace(acting(cast.employee), device_id=UUID(client.session["device_id"]))


def money(client: Client, cast: Cast) -> str:
    """Whether money may be moved in this browser: "" or the code of the refusal."""
    try:
        identity.money_require(actor=at(client, cast), now=moment())
    except Conflict as refused:
        return refused.code
    return ""


def test_the_first_device_is_trusted_and_nobody_is_told(cast: Cast) -> None:
    phone = sign_in_mobile()
    cookie = phone.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"], len(cookie.value)) == (True, "Lax", 43)
    assert cookie.value.encode() not in bytes(Device.objects.get().token_index)
    assert money(phone, cast) == ""
    assert told(cast.chen) == []


def test_a_new_device_reads_and_waits_with_money_until_it_is_confirmed_by_the_pin(cast: Cast) -> None:
    with_pin(cast.employee)
    sign_in_mobile()
    new = again()
    assert told(cast.chen) == ["NEW_DEVICE_WAITS"]
    assert new.get(PAGE).status_code == 200
    assert money(new, cast) == "NEW_DEVICE"
    again(new)  # the same browser once more: still waiting, told once
    assert (money(new, cast), told(cast.chen)) == ("NEW_DEVICE", ["NEW_DEVICE_WAITS"])
    assert "确认是我的设备" in new.get(PAGE).content.decode()
    assert confirmed(new, f"{PAGE}trust/", pin="999990").status_code == 403
    assert money(new, cast) == "NEW_DEVICE"
    assert confirmed(new, f"{PAGE}trust/").status_code == 302
    assert money(new, cast) == ""
    assert "确认是我的设备" not in new.get(PAGE).content.decode()


def test_a_device_is_not_trusted_for_another_login_of_the_same_browser(cast: Cast) -> None:
    phone = sign_in_mobile()
    sign_in_office(phone)
    devices = Device.objects.all()
    assert len({bytes(row.token_index) for row in devices}) == 1
    assert {row.user_id for row in devices} == {cast.employee, cast.operator}


def test_where_a_second_factor_was_shown_a_new_device_is_trusted_and_told_of(cast: Cast) -> None:
    sign_in_office()
    sign_in_office()
    assert all(Device.objects.filter(user=cast.operator).values_list("trusted_at", flat=True))
    assert told(cast.chen) == ["NEW_DEVICE"]


def test_the_page_shows_devices_sessions_and_the_record(cast: Cast) -> None:
    sign_in_mobile()
    phone = again()
    page = phone.get(PAGE)
    assert [line.is_current for line in page.context["devices"]] == [True, False]
    assert [line.sentence for line in page.context["record"]] == ["登录了系统"] * 2
    assert {(line.device, line.ip) for line in page.context["record"]} == {("iPhone · Safari", "127.0.0.1")}
    assert len(page.context["sessions"]) == 2


def test_a_device_that_is_removed_is_signed_out_and_new_again(cast: Cast) -> None:
    lost = sign_in_mobile()
    kept = again()
    old, own = Device.objects.order_by("first_seen_at").values_list("pk", flat=True)
    assert kept.post(f"{PAGE}{own}/end/").status_code == 302  # not the one in hand
    assert Device.objects.count() == 2
    kept.post(f"{PAGE}{old}/end/")
    assert lost.get(PAGE).status_code == 302
    assert kept.get(PAGE).status_code == 200
    again(lost)
    assert money(lost, cast) == "NEW_DEVICE"


def test_anothers_device_is_not_found(cast: Cast) -> None:
    sign_in_office()
    phone = again()
    theirs = Device.objects.get(user=cast.operator).pk
    assert phone.post(f"{PAGE}{theirs}/end/").status_code == 404
    assert Device.objects.filter(pk=theirs).exists()


def test_all_others_end_with_one_step_up(cast: Cast) -> None:
    with_pin(cast.employee)
    first, second, here = sign_in_mobile(), again(), again()
    assert confirmed(here, "/mobile/security/sessions/end-others/").status_code == 302
    assert [client.get(PAGE).status_code for client in (first, second, here)] == [302, 302, 200]


def test_an_operator_who_signs_in_elsewhere_ends_the_older_session_which_is_told(cast: Cast) -> None:
    old = sign_in_office(browser())
    sign_in_office(browser())
    answer = old.get("/office/security/", follow=True)
    page = answer.content.decode()
    assert "在另一台设备(iPhone · Safari,127.0.0.1)登录,本机已退出" in page
    assert DisplacedSession.objects.count() == 0
    assert "在另一台设备" not in old.get("/office/sign-in/").content.decode()


def test_after_a_recovery_money_waits_for_its_hours(cast: Cast) -> None:
    phone = sign_in_mobile()
    User.objects.filter(pk=cast.employee).update(money_held_until=moment().wall + timedelta(hours=1))
    assert money(phone, cast) == "COOLING_OFF"
    User.objects.filter(pk=cast.employee).update(money_held_until=moment().wall - timedelta(seconds=1))
    assert money(phone, cast) == ""


@pytest.mark.parametrize("token", ["", "x", "x" * 43])
def test_a_cookie_that_was_made_up_gives_no_trust(cast: Cast, token: str) -> None:
    sign_in_mobile()
    thief = browser()
    thief.cookies["device"] = token
    again(thief)
    assert money(thief, cast) == "NEW_DEVICE"

"""The staff's password: changed at the first sign-in and after its days, never one of the last ones (SEC-1, SEC-2)."""

import pytest
from django.db import transaction

from apps.core.actors import Actor
from apps.core.errors import InvalidInput
from apps.identity import api as identity
from apps.identity.models import PasswordHistory, User

from .cast import PASSWORD, STAFF_NO, Cast, browser, moment, sign_in_console, told

PAGE = "/console/security/password/"
NEXT = "Lan-2027-xiyuan"


def form(new: str = NEXT, old: str = PASSWORD, again: str = "") -> dict[str, str]:
    return {"old": old, "password": new, "again": again or new}


def give(cast: Cast, password: str, *, is_given: bool = False) -> None:
    with transaction.atomic():
        identity.password_set(
            user_id=cast.staff, password=password, actor=Actor.system("测试"), now=moment(), is_given=is_given
        )


def test_a_given_password_opens_one_page_until_it_is_changed(cast: Cast) -> None:
    give(cast, NEXT, is_given=True)
    desk = sign_in_console(password=NEXT)
    for url in ("/console/", "/console/security/", "/console/security/pin/"):
        assert (desk.get(url).status_code, desk.get(url)["Location"]) == (302, PAGE)
    page = desk.get(PAGE).content.decode()
    assert "请先修改" in page
    assert desk.post(PAGE, form(PASSWORD + "x", NEXT)).status_code == 302
    assert desk.get("/console/security/").status_code == 200


def test_after_ninety_days_the_next_sign_in_begins_with_a_new_one(cast: Cast, later) -> None:
    later(days=89)
    assert sign_in_console().get("/console/security/").status_code == 200
    later(days=1, seconds=1)
    assert sign_in_console().get("/console/security/")["Location"] == PAGE


def test_signing_out_is_still_possible(cast: Cast) -> None:
    give(cast, NEXT, is_given=True)
    desk = sign_in_console(password=NEXT)
    assert desk.post("/console/sign-out/")["Location"] == "/console/sign-in/"


def test_a_changed_password_keeps_this_session_under_a_new_key_and_ends_all_others(cast: Cast) -> None:
    other, here = sign_in_console(browser()), sign_in_console(browser())
    key = here.session.session_key
    assert here.post(PAGE, form()).status_code == 302
    assert here.session.session_key != key
    assert here.get("/console/security/").status_code == 200
    assert [line.is_current for line in here.get("/console/security/").context["sessions"]] == [True]
    assert other.get("/console/security/").status_code == 302
    assert told(cast.wang)[-1] == "PASSWORD_CHANGED"
    assert browser().post("/console/sign-in/", {"login_name": STAFF_NO, "password": PASSWORD}).status_code == 422


@pytest.mark.parametrize(
    ("sent", "said"),
    [(form(old="falsch-1A"), "原密码不正确"), (form("short1A"), "至少 8 位"), (form(f"{STAFF_NO}-abcd"), "含工号"),
     (form(again="Lan-2027-xiyuaN"), "不一致"), (form(PASSWORD), "最近 5 次")],
)  # fmt: skip
def test_what_is_no_good_is_said_and_changes_nothing(cast: Cast, sent: dict[str, str], said: str) -> None:
    desk = sign_in_console()
    before = User.objects.get(pk=cast.staff).password
    answer = desk.post(PAGE, sent)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert User.objects.get(pk=cast.staff).password == before


def test_the_last_five_are_not_taken_again_and_none_stands_in_clear(cast: Cast) -> None:
    for number in range(4):
        give(cast, f"Another-{number}")
    with pytest.raises(InvalidInput, match="OLD_PASSWORD"):
        give(cast, PASSWORD)
    give(cast, "Another-5")
    give(cast, PASSWORD)  # the sixth last by now
    assert not any(PASSWORD in row.password for row in PasswordHistory.objects.all())


def test_five_wrong_old_passwords_lock_it_and_say_until_when(cast: Cast, later) -> None:
    desk = sign_in_console()
    for _ in range(5):
        assert desk.post(PAGE, form(old="falsch-1A")).status_code == 422
    locked = desk.post(PAGE, form())
    assert (locked.status_code, "以后再试" in locked.content.decode()) == (429, True)
    later(minutes=29)
    assert desk.post(PAGE, form()).status_code != 302
    later(minutes=2)
    assert sign_in_console().post(PAGE, form()).status_code == 302

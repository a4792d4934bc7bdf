"""The cast of the demo goes in by the real doors, with the real memberships above them."""

import re
from typing import Any

import pytest
from django.test import Client

from apps.core.identifiers import check_mobile
from apps.identity import api as identity
from apps.identity.models import User
from fixtures.cast import CAST, LABELS, PASSWORD
from fixtures.world import World

from .cast import code_sent_to

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _whole_house(_alone: None, settings: Any) -> None:
    settings.ACTOR_LOADER, settings.PAGE_FRAME = "apps.members.api.actor_for_user", "apps.portal.api.frame"


def by_phone(world: World, key: str, surface: str) -> Client:
    client, number = Client(), identity.person_mobile(world.person(key))
    client.post(f"/{surface}/sign-in/", {"mobile": check_mobile(number)})
    client.post(f"/{surface}/sign-in/code/", {"code": code_sent_to(number)})
    return client


def with_authenticator(client: Client, key: str, surface: str) -> Client:
    user = User.objects.get(login_name=CAST[key].login_name)
    answer = client.post(f"/{surface}/second-factor/", {"code": identity.demo_totp_code(user.pk)})
    assert (answer.status_code, answer["Location"]) == (302, f"/{surface}/")
    return client


def home(client: Client, surface: str) -> str:
    answer = client.get(f"/{surface}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_employee_an_operator_and_a_reviewer_reach_their_home_pages(world: World) -> None:
    assert "晨星" in home(by_phone(world, "xiaowen", "mobile"), "mobile")
    maker = with_authenticator(by_phone(world, "maker", "office"), "maker", "office")
    assert "企业经办" in home(maker, "office")
    desk = Client()
    desk.post("/console/sign-in/", {"login_name": "B1001", "password": PASSWORD})
    assert "银行审核岗" in home(with_authenticator(desk, "reviewer", "console"), "console")


def test_each_surface_refuses_the_logins_of_the_others(world: World) -> None:
    phone = by_phone(world, "xiaowen", "mobile")
    assert [phone.get(f"/{surface}/").status_code for surface in ("mobile", "office", "console")] == [200, 403, 403]


def test_one_click_plays_everybody_of_the_cast(world: World) -> None:
    client = Client()
    assert {member.login_name for member in identity.demo_cast()} == set(LABELS)
    for member in identity.demo_cast():
        answer = client.post("/story/switch/", {"person": member.login_name})
        assert (answer.status_code, answer["Location"]) == (302, f"/{member.surface}/"), member.role
        page = client.get(f"/{member.surface}/security/").content.decode()
        assert "安全中心" in page
        number = identity.person_mobile(User.objects.get(pk=member.user_id).person_id)
        assert number not in page.replace(story(page), "")


def story(page: str) -> str:
    """The strip of the demo, which shows caught messages with their numbers."""
    found = re.search(r'<details class="story">.*?</details>', page, re.S)
    return found.group() if found else ""

"""The inbox and its settings on each surface."""

import re

import pytest
from django.db import transaction
from django.test import Client

from apps.notify import api as notify
from apps.notify.models import Notice, SmsPreference
from fixtures.cast import CAST
from fixtures.world import World

pytestmark = pytest.mark.django_db
LINE = re.compile(r"第\d+件")
PEOPLE = {"mobile": "xiaowen", "office": "maker", "console": "reviewer"}


def browser(key: str) -> Client:
    client = Client()
    client.post("/story/switch/", {"person": CAST[key].login_name})
    return client


def tell(world: World, key: str, count: int) -> None:
    with transaction.atomic():
        for number in range(count):
            notify.tell(
                person_id=world.person(key), kind="approvals.lapsed", title=f"第{number}件", body="b", link="",
                key=f"k{number}", now=world.now,
            )  # fmt: skip


@pytest.mark.parametrize("surface", PEOPLE)
def test_the_inbox_is_read_in_pages_and_by_category(world: World, surface: str) -> None:
    tell(world, PEOPLE[surface], 32)
    client = browser(PEOPLE[surface])
    first = client.get(f"/{surface}/inbox/?category=APPROVAL").content.decode()
    known = set(LINE.findall(first))
    assert len(known) == 30
    older = re.search(r'<a class="btn-plain notices-more" href="([^"]+)"', first)
    assert older and "category=APPROVAL" in older[1]
    second = client.get(older[1].replace("&amp;", "&")).content.decode()
    rest = set(LINE.findall(second))
    assert "notices-more" not in second and not rest & known and len(rest | known) >= 32
    assert not known & set(LINE.findall(client.get(f"/{surface}/inbox/?category=NEWS").content.decode()))
    assert client.get(f"/{surface}/inbox/?category=x&page=99").status_code == 200


@pytest.mark.parametrize("surface", PEOPLE)
def test_the_red_dot_goes_when_all_is_read(world: World, surface: str) -> None:
    client, key = browser(PEOPLE[surface]), PEOPLE[surface]
    tell(world, key, 2)
    mine = Notice.objects.system("test").filter(person_id=world.person(key), read_at=None)
    assert mine.exists() and '<span class="dot"></span>' in client.get(f"/{surface}/").content.decode()
    assert client.post(f"/{surface}/inbox/read-all/").status_code == 302
    assert '<span class="dot"></span>' not in client.get(f"/{surface}/inbox/").content.decode()
    assert not mine.filter(surface__in=("", surface)).exists()


@pytest.mark.parametrize("surface", PEOPLE)
def test_the_settings_keep_what_is_ticked_and_lock_money_and_security(world: World, surface: str) -> None:
    client = browser(PEOPLE[surface])
    page = client.get(f"/{surface}/inbox/settings/").content.decode()
    assert page.count("disabled") == 2 and page.count(" checked") == 6
    assert client.post(f"/{surface}/inbox/settings/", {"sms": ["PAYROLL", "nonsense"]}).status_code == 302
    said = SmsPreference.objects.system("test").filter(person_id=world.person(PEOPLE[surface]))
    assert dict(said.values_list("category", "sms")) == {"CERTIFICATION": False, "APPROVAL": False, "NEWS": False}
    assert client.get(f"/{surface}/inbox/settings/").content.decode().count(" checked") == 3
    assert client.post(f"/{surface}/inbox/settings/", {"sms": ["PAYROLL", "NEWS"]}).status_code == 302
    assert said.get(category="NEWS").sms is True

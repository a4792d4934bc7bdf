"""What a phone keeps for the time without a network: the same for everybody, and about nobody."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from fixtures.cast import CAST
from fixtures.world import World

pytestmark = pytest.mark.django_db
OFFLINE, WORKER = "/mobile/offline/", "/mobile/worker.js"


def test_the_kept_page_is_the_same_for_a_person_and_for_nobody(world: World) -> None:
    person = Client()
    person.post("/story/switch/", {"person": CAST["xiaowen"].login_name})
    assert person.get("/mobile/").status_code == 200
    kept, nobodys = person.get(OFFLINE), Client().get(OFFLINE)
    assert kept.content == nobodys.content
    assert "没有网络" in kept.content.decode() and not nobodys.cookies
    assert [p.name for p in CAST.values() if p.name in kept.content.decode()] == []


def test_the_worker_keeps_what_the_page_needs_and_nothing_later(world: World) -> None:
    answer = Client().get(WORKER)
    script = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    listed = re.search(r"FILES = \[PAGE, (.*)\]", script)
    assert listed
    page = Client().get(OFFLINE).content.decode()
    assert all(url.strip('" ') in page for url in listed[1].split(","))
    assert script.count("caches.open") == script.count("addAll") == 1, "filled when installed"
    assert ".put(" not in script and 'credentials: "omit"' in script


def test_another_page_makes_another_worker(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Client().get(WORKER).content
    monkeypatch.setattr("apps.portal.web.offline._page", lambda: "another")
    assert Client().get(WORKER).content != before


def test_the_manifest_names_addresses_and_icons_that_exist(world: World) -> None:
    found = finders.find("mobile/manifest.webmanifest")
    assert isinstance(found, str)
    manifest = json.loads(Path(found).read_text())
    client = Client()
    client.post("/story/switch/", {"person": CAST["xiaowen"].login_name})
    assert manifest["scope"] == manifest["start_url"] == "/mobile/"
    for url in [manifest["start_url"], *(shortcut["url"] for shortcut in manifest["shortcuts"])]:
        assert client.get(url).status_code == 200, url
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix(settings.STATIC_URL)), icon["src"]
    assert 'rel="manifest"' in client.get("/mobile/").content.decode()

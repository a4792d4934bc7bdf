"""The story bar: another person in one click, in the demo and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from fixtures.cast import CAST
from fixtures.world import World

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("key", "home"), [("xiaowen", "/mobile/"), ("maker", "/office/"), ("reviewer", "/console/")])
def test_one_click_leads_to_the_home_of_somebody_else(world: World, key: str, home: str) -> None:
    client = Client()
    for player, first in ((CAST["auditor"], "/console/"), (CAST[key], home)):
        assert client.post("/story/switch/", {"person": player.login_name})["Location"] == first
    assert client.get(home).status_code == 200


@pytest.mark.parametrize("person", ["", "nobody", "B9999"])
def test_who_is_not_of_the_cast_is_not_found(world: World, person: str) -> None:
    client = Client()
    assert client.post("/story/switch/", {"person": person}).status_code == 404
    assert client.get("/mobile/").status_code == 302


def test_everybody_of_the_cast_stands_in_the_bar(world: World) -> None:
    page = Client().get("/mobile/sign-in/").content.decode()
    assert [name for name in CAST if f'value="{CAST[name].login_name}"' not in page] == []


def test_outside_the_demo_there_is_neither_bar_nor_switch(world: World, settings) -> None:
    settings.DEMO = False
    client = Client()
    assert "/story/switch/" not in client.get("/mobile/sign-in/").content.decode()
    assert client.post("/story/switch/", {"person": CAST["maker"].login_name}).status_code == 404


def test_production_does_not_even_know_the_address() -> None:
    """A process of its own: the URL conf is read once."""
    script = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'efincloud.settings.test';"
        "from django.conf import settings; settings.DEMO = False; django.setup();"
        "from django.urls import get_resolver;"
        "print([part.name for part in get_resolver().url_patterns if getattr(part, 'name', '') == 'story_switch'])"
    )
    done = subprocess.run([sys.executable, "-c", script], env=os.environ, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr

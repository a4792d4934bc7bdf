"""The words of deposits and wealth products stand nowhere beside an issue (TX-4, TX-8): not in the source, not in the
pages of the story, not in what its people are told."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from apps.agreements.models import AgreementText
from apps.notify.models import Notice
from apps.tongxinbao.models import Holding, Issue, Order
from apps.tongxinbao.rules.words import banned_in
from devtool import wording
from fixtures.cast import CAST
from fixtures.world import World

ROOT = Path(wording.__file__).parent.parent
TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.S)


def test_the_source_has_none() -> None:
    assert wording.faults(ROOT) == []


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("templates/mobile/tongxinbao/issue.html", "<p>年化收益 5%</p>"),
        ("templates/office/tongxinbao/parts/caps.html", "<p>到期兑付</p>"),
        ("apps/tongxinbao/web/screens.py", 'LABEL = f"预期收 益{1}"'),
        ("fixtures/reference/agreements/loan_terms.txt", "本合同保本保息。"),
        ("fixtures/world_tongxinbao.py", 'SAID = ("稳健理财",)'),
    ],
)
def test_a_planted_word_is_found_with_its_line(tmp_path: Path, place: str, text: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).write_text(f"\n{text}\n")
    found = wording.faults(tmp_path)
    assert found
    assert all(fault.startswith(f"{place}:2: ") for fault in found)


def test_the_list_itself_and_other_places_are_not_judged(tmp_path: Path) -> None:
    for place in ("apps/tongxinbao/rules/words.py", "apps/daifutong/choices.py", "templates/mobile/portal/home.html"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text('X = "理财"\n')
    assert wording.faults(tmp_path) == []


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    _, main, page = answer.content.decode().partition("<main")  # the ways to other products stand beside it
    assert main, url
    return unescape(TAG.sub(" ", page))


def browser(key: str) -> Client:
    client = Client()
    assert client.post("/story/switch/", {"person": CAST[key].login_name}).status_code == 302
    return client


@pytest.mark.django_db
def test_the_pages_of_the_story_have_none(world: World) -> None:
    issues = list(Issue.objects.system("test").order_by("reference"))
    assert len(issues) >= 4
    me = world.person("xiaowen")
    pages = {
        "xiaowen": [
            *(reverse(f"mobile:{name}") for name in ("issue_list", "order_list", "holding_list")),
            *(reverse("mobile:issue", args=[one.pk]) for one in issues if one.state == "SUBSCRIBING"),
            *(reverse("mobile:order_place", args=[one.pk]) for one in issues if one.state == "SUBSCRIBING"),
            *(reverse("mobile:order", args=[one.pk]) for one in Order.objects.system("test").filter(person_id=me)),
            *(reverse("mobile:holding", args=[one.pk]) for one in Holding.objects.system("test").filter(person_id=me)),
        ],
        "maker": [
            reverse("office:issue_list"),
            *(
                reverse("office:issue_detail", args=[one.pk])
                for one in issues
                if one.enterprise_id == world.morningstar
            ),
            *(reverse("office:notice_publish", args=[one.pk]) for one in issues if one.state == "ACTIVE"),
        ],
        "checker": [
            *(
                reverse(f"office:{name}", args=[one.pk])
                for one in issues
                if one.state == "ACTIVE"
                for name in ("early_ask", "register_export")
            ),
        ],
        "bedrock_hr": [
            *(reverse("office:issue_detail", args=[one.pk]) for one in issues if one.enterprise_id == world.bedrock),
        ],
        "compliance": [
            *(reverse("console:issue_default", args=[one.pk]) for one in issues if one.state == "PARTIALLY_REPAID"),
        ],
        "reviewer": [
            reverse("console:issue_list"),
            *(reverse("console:issue_detail", args=[one.pk]) for one in issues if one.state != "DRAFT"),
        ],
    }
    assert len(pages["xiaowen"]) >= 7 and all(pages.values())
    for who, urls in pages.items():
        client = browser(who)
        for url in urls:
            assert list(banned_in(read(client, url))) == [], (who, url)


@pytest.mark.django_db
def test_what_people_sign_and_are_told_has_none(world: World) -> None:
    texts = AgreementText.objects.filter(code__startswith="loan_").values_list("title", "body")
    notices = Notice.objects.system("test").filter(kind__startswith="tongxinbao").values_list("title", "body")
    issues = Issue.objects.system("test").values_list("title", "disclosures")
    assert len(texts) >= 4
    for parts in (*texts, *notices, *issues):
        assert list(banned_in(" ".join(map(str, parts)))) == []

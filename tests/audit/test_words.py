"""The trail speaks Chinese: what was done, to what, between which states, with which figures."""

import re
from uuid import UUID

import pytest
from django.test import Client

from apps.audit.selectors import trail_of, words
from apps.core.actors import Relation
from apps.daifutong.selectors import batches_for_enterprise
from fixtures.world import World

pytestmark = pytest.mark.django_db
LATIN = re.compile(r"[A-Z]{3,}|_")


def batch_of(world: World, title: str) -> UUID:
    batches = batches_for_enterprise(world.actor("maker", relation=Relation.ENTERPRISE)).batches
    return next(batch.id for batch in batches if batch.title == title)


def test_every_change_of_a_batch_is_told_in_words(world: World) -> None:
    lines = trail_of(batch_of(world, "2026年1月工资"))
    changes = [line.change for line in lines if line.change and line.action.startswith("daifutong.")]
    assert changes[:2] == ["已上传 → 待提交", "待提交 → 待复核"]
    assert changes[-1] == "发放中 → 全部成功"
    assert {line.subject_label for line in lines} == {"代发批次"}
    assert [line.change for line in lines if LATIN.search(line.change)] == []


def test_amounts_are_in_yuan_and_fingerprints_short(world: World) -> None:
    submitted = next(
        line for line in trail_of(batch_of(world, "2026年1月工资")) if line.action == "daifutong.batch.submitted"
    )
    notes = dict(submitted.notes)
    assert re.fullmatch(r"¥2,9\d\d,\d{3}\.\d\d", notes["金额"])
    assert re.fullmatch(r"[0-9a-f]{12}…", notes["内容摘要"])
    assert notes["笔数"] == "300"


def test_labels_of_states_belong_to_known_deeds(world: World) -> None:
    deeds = {action.rpartition(".")[0] for action in words("AUDIT_ACTIONS")}
    assert set(words("AUDIT_STATES")) <= deeds


def test_the_page_shows_no_code(world: World) -> None:
    client = Client()
    client.post("/story/switch/", {"person": "B1005"})
    page = client.get("/console/audit/").content.decode()
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    for code in ("daifutong.batch<", "SUBMITTED", "PARSED", "DISBURSING", "{"):
        assert code not in table

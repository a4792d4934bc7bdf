"""The search finds what the person may see, masked, and nothing of anybody else's."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.cases import api as cases
from apps.core.actors import Actor, Relation
from apps.core.ids import new_id
from apps.daifutong.models import Batch
from apps.members.models import EmployeeMember
from apps.portal.search import found_for
from fixtures.cast import CAST, EAST, MORNINGSTAR, WEST
from fixtures.world import World
from tests.access import make
from tests.members.applicants import submitted

pytestmark = pytest.mark.django_db
RELATIONS = {"mobile": Relation.SELF, "office": Relation.ENTERPRISE, "console": Relation.UNIT}


def found(world: World, who: str, query: str) -> dict[str, list[str]]:
    actor = world.actor(who)
    groups = found_for(actor.narrowed(RELATIONS[actor.surface]), query, world.now)
    return {group.label: [one.label for one in group.findings] for group in groups}


def test_a_function_is_found_by_its_name_where_one_may_go(world: World) -> None:
    assert "参数管理" in found(world, "bank_operator", "参数")["功能"]
    assert "功能" not in found(world, "reviewer", "参数")
    assert found(world, "xiaowen", "安全")["功能"]


def test_an_employee_finds_the_own_wages_and_accounts_alone(world: World) -> None:
    tail = world.card("xiaowen")[-4:]
    assert any(tail in label for label in found(world, "xiaowen", tail)["我的账户"])
    assert "我的账户" not in found(world, "guilan", tail)
    assert found(world, "xiaowen", "工资")["工资条"]
    assert "工资条" not in found(world, "xujing", "工资"), "not certified yet"


@pytest.mark.parametrize("query", ["李晓雯", "lixiaowen", "lxw"])
def test_an_operator_finds_members_by_name_pinyin_and_number(world: World, query: str) -> None:
    assert "李晓雯" in found(world, "hr", query)["成员"]
    assert "成员" not in found(world, "foreign_hr", query)
    number = EmployeeMember.objects.system("test").get(name="李晓雯").emp_no
    assert found(world, "hr", number)["成员"] == ["李晓雯"]


def test_batches_are_found_within_reach(world: World) -> None:
    batch = make.batch(world.morningstar, "三月奖金特别批", world.now)
    assert isinstance(batch, Batch)
    for who in ("maker", "approver", "auditor"):
        assert found(world, who, "奖金特别")["代发批次"] == ["三月奖金特别批"], who
        assert found(world, who, batch.reference)["代发批次"] == ["三月奖金特别批"], who
    for who in ("foreign_hr", "other_reviewer"):
        assert "代发批次" not in found(world, who, "奖金特别"), who


def test_staff_find_enterprises_and_certifications_of_the_own_unit_masked(world: World) -> None:
    assert MORNINGSTAR.name in found(world, "reviewer", "晨星")["企业会员"]
    assert "企业会员" not in found(world, "other_reviewer", "晨星")
    assert found(world, "reviewer", "许静")["员工认证"] == ["*静"]
    assert "员工认证" not in found(world, "other_reviewer", "许静")
    assert "员工认证" not in found(world, "service", "许静"), "no right to look at certifications"


def test_staff_find_cases_and_enterprises_applications_of_the_own_unit(world: World, admin: Actor) -> None:
    row = submitted(world, admin)
    with transaction.atomic():
        for unit in (EAST, WEST):
            cases.open_case(
                kind="t", subject_kind="t", subject_id=new_id(), title=f"清算差额{unit}", detail="待查", unit_path=unit,
                key=unit, now=world.now,
            )  # fmt: skip
    assert found(world, "reviewer", "清算差额")["异常事项"] == [f"清算差额{EAST}"]
    assert found(world, "other_reviewer", "清算差额")["异常事项"] == [f"清算差额{WEST}"]
    assert set(found(world, "auditor", "清算差额")["异常事项"]) == {f"清算差额{EAST}", f"清算差额{WEST}"}
    assert "异常事项" not in found(world, "service", "清算差额"), "no right to look at cases"
    for query in ("新禾", row.enterprise.uscc):
        assert found(world, "reviewer", query)["企业认证"] == [row.enterprise.name]
        assert "企业认证" not in found(world, "other_reviewer", query)
        assert "企业认证" not in found(world, "security_admin", query)


def test_no_personal_number_finds_or_shows_anything(world: World, settings: Any) -> None:
    client = Client()
    client.post("/story/switch/", {"person": CAST["auditor"].login_name})
    settings.DEMO, card = False, world.card("xiaowen")  # the story bar knows the address to come back to
    page = client.get(reverse("console:search"), {"q": card}).content.decode()
    assert page.count(card) == 1, "only in the box where it was typed"
    assert "没有找到" in page


@pytest.mark.parametrize(
    ("who", "query"), [("xiaowen", "工资"), ("hr", "li"), ("bank_operator", "2026"), ("approver", "1")]
)
def test_a_search_takes_few_queries(world: World, who: str, query: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        found(world, who, query)
    assert len(queries) <= 10


@pytest.mark.parametrize("query", ["%", "_", "\\", "'", "长" * 500, "٣", "<b>", "0x00"])
def test_no_query_is_a_fault(world: World, query: str) -> None:
    for who, surface in (("xiaowen", "mobile"), ("hr", "office"), ("auditor", "console")):
        client = Client()
        client.post("/story/switch/", {"person": CAST[who].login_name})
        assert client.get(f"/{surface}/search/", {"q": query}).status_code == 200

"""HR keeps the tree of departments; a roster finds its way in it (ID-9)."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from apps.audit.models import AuditRow
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.members.choices import RosterScope
from apps.members.models import Department, EmployeeMember
from apps.members.rules.departments import DEEPEST
from apps.members.selectors.departments import department_tree, departments_for_enterprise
from apps.members.selectors.roster_previews import Preview, preview_for_enterprise
from apps.members.services.certification_submit import certification_digest
from apps.members.services.department_edit import department_change, department_close, department_open
from apps.members.services.roster_import import roster_import
from apps.members.services.roster_upload import roster_upload
from fixtures.cast import CAST
from fixtures.world import World
from tests.members.test_roster import csv, newcomer

pytestmark = pytest.mark.django_db


def opened(world: World, name: str, parent: UUID | None = None, who: str = "hr") -> UUID:
    return department_open(name=name, parent_id=parent, actor=world.actor(who), now=world.now)


def at(world: World, path: str) -> UUID:
    return next(line.id for line in department_tree(world.actor("hr")) if line.path == path)


def change(
    world: World, path: str, *, name: str | None = None, parent: UUID | None = None, lead: str = "", who: str = "hr"
) -> None:
    pk = at(world, path)
    name = path.rpartition("/")[2] if name is None else name
    department_change(department_id=pk, name=name, parent_id=parent, lead=lead, actor=world.actor(who), now=world.now)


def paths(world: World) -> list[str]:
    return [line.path for line in department_tree(world.actor("hr"))]


def test_a_department_is_opened_renamed_moved_and_given_a_lead(world: World) -> None:
    first = opened(world, " 一 车间 ", at(world, "生产部"))
    assert "生产部/一车间" in paths(world)
    change(world, "生产部/一车间", name="总装", parent=at(world, "研发部"), lead=world.member("xiaowen").emp_no)
    (line,) = [line for line in department_tree(world.actor("hr")) if line.id == first]
    assert (line.path, line.depth, line.lead) == ("研发部/总装", 1, "李晓雯")
    said = AuditRow.objects.system("test").get(action="members.department.changed")
    assert set(said.detail) == {"name", "parent", "lead"}


def test_people_are_counted_with_those_below(world: World) -> None:
    before = {line.path: line for line in department_tree(world.actor("hr"))}
    opened(world, "一车间", at(world, "生产部"))
    EmployeeMember.objects.system("test").filter(pk=world.member("xiaowen").pk).update(
        department_id=at(world, "生产部/一车间")
    )
    home = world.member("xiaowen").department
    after = {line.path: line for line in department_tree(world.actor("hr"))}
    assert (home.name, after["生产部/一车间"].people) == ("一车间", 1)
    assert after["生产部"].total == after["生产部"].people + 1
    rows = EmployeeMember.objects.system("test").filter(enterprise_id=world.morningstar).exclude(status="LEFT")
    assert sum(line.people for line in before.values()) == sum(line.people for line in after.values()) == rows.count()


@pytest.mark.parametrize("name", ["", " ", "一/二", "长" * 61, "研发部"])
def test_a_name_that_cannot_be(world: World, name: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        opened(world, name)
    assert set(caught.value.fields) == {"name"}


def test_no_department_stands_below_itself(world: World) -> None:
    below = opened(world, "一车间", at(world, "生产部"))
    for parent in (below, at(world, "生产部")):
        with pytest.raises(InvalidInput) as caught:
            change(world, "生产部", parent=parent)
        assert set(caught.value.fields) == {"parent"}


def test_the_tree_has_an_end(world: World) -> None:
    parent = at(world, "生产部")
    for depth in range(1, DEEPEST):
        parent = opened(world, f"层{depth}", parent)
    with pytest.raises(InvalidInput):
        opened(world, "再一层", parent)
    with pytest.raises(InvalidInput):
        change(world, "生产部", parent=at(world, "研发部"))


def test_only_somebody_active_leads(world: World) -> None:
    for emp_no in ("没有", world.member("xujing").emp_no, world.member("qianduo").emp_no):
        with pytest.raises(InvalidInput) as caught:
            change(world, "研发部", lead=emp_no)
        assert set(caught.value.fields) == {"lead"}


def test_an_empty_department_is_closed_and_its_name_is_free_again(world: World) -> None:
    first = opened(world, "一车间", at(world, "生产部"))
    with pytest.raises(Conflict) as caught:
        department_close(department_id=at(world, "生产部"), actor=world.actor("hr"), now=world.now)
    assert caught.value.code == "NOT_EMPTY"
    department_close(department_id=first, actor=world.actor("hr"), now=world.now)
    assert "一车间" not in departments_for_enterprise(world.actor("hr"))
    assert Department.objects.system("test").get(pk=first).closed_at == world.now.wall
    assert opened(world, "一车间", at(world, "生产部")) != first
    with pytest.raises(NotFound):
        department_close(department_id=first, actor=world.actor("hr"), now=world.now)


def test_another_enterprise_finds_nothing(world: World) -> None:
    theirs = at(world, "研发部")
    hr = world.actor("bedrock_hr")
    for deed in (
        lambda: department_close(department_id=theirs, actor=hr, now=world.now),
        lambda: department_change(department_id=theirs, name="x", parent_id=None, lead="", actor=hr, now=world.now),
    ):
        with pytest.raises(NotFound):
            deed()
    with pytest.raises(InvalidInput):
        opened(world, "x", theirs, who="bedrock_hr")


# ---- a roster in the tree


def preview(world: World, *rows: tuple[str, ...]) -> Preview:
    actor = world.actor("hr")
    pk = roster_upload(data=csv(*rows), file_name="a.csv", scope=RosterScope.NEW, actor=actor, now=world.now)
    found = preview_for_enterprise(actor, pk)
    assert found
    return found


def test_a_roster_writes_a_path_or_a_name_that_nobody_else_has(world: World) -> None:
    opened(world, "一车间", at(world, "生产部"))
    shown = preview(
        world, newcomer(0, 部门="一车间"), newcomer(1, 部门="生产部/二车间/甲班"), newcomer(2, 部门="新设部")
    )
    roster_import(upload_id=shown.id, actor=world.actor("hr"), now=world.now)
    assert {"生产部/一车间", "生产部/二车间/甲班", "新设部"} <= set(paths(world))
    counts = {line.path: line.people for line in department_tree(world.actor("hr"))}
    assert (counts["生产部/一车间"], counts["生产部/二车间/甲班"], counts["生产部/二车间"]) == (1, 1, 0)


def test_a_name_that_several_have_wants_its_path(world: World) -> None:
    for parent in ("生产部", "研发部"):
        opened(world, "一组", at(world, parent))
    (row,) = preview(world, newcomer(0, 部门="一组")).rows
    assert [cell.error for cell in row.cells if cell.error] == ["有多个同名部门,请写出上级,例如 生产中心/一车间"]
    assert preview(world, newcomer(0, 部门="研发部/一组")).bad_count == 0


def test_a_renamed_department_leaves_open_certifications_as_they_were(world: World) -> None:
    before = certification_digest(world.member("xujing"))
    change(world, world.member("xujing").department.name, name="改名部")
    assert world.member("xujing").department.name == "改名部"
    assert certification_digest(world.member("xujing")) == before


# ---- the pages


def test_hr_keeps_the_tree_on_its_page_and_others_look(world: World) -> None:
    hr, maker = Client(), Client()
    for client, key in ((hr, "hr"), (maker, "maker")):
        client.post(reverse("story_switch"), {"person": CAST[key].login_name})
    assert hr.post(reverse("office:department_new"), {"name": "法务部", "parent": ""}).status_code == 302
    page = reverse("office:department_detail", args=[at(world, "法务部")])
    assert hr.post(page, {"name": "法务合规部", "parent": "", "lead": "没有"}).status_code == 422
    assert hr.post(page, {"name": "法务合规部", "parent": "", "lead": ""}).status_code == 302
    listed = maker.get(reverse("office:department_list")).content.decode()
    assert "法务合规部" in listed and reverse("office:department_new") not in listed
    assert maker.get(page).status_code == 403
    assert hr.post(reverse("office:department_end", args=[at(world, "法务合规部")])).status_code == 302


def test_the_tree_costs_one_query(world: World, django_assert_num_queries) -> None:
    hr = world.actor("hr")
    with django_assert_num_queries(1):
        department_tree(hr)
    for number in range(20):
        opened(world, f"小组{number}", at(world, "生产部"))
    with django_assert_num_queries(1):
        department_tree(hr)

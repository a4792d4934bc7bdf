"""The story stands as demo.md tells it, and loading it again changes nothing."""

import pytest
from django.db import connection

from apps.core.actors import Relation, Role, Surface
from apps.members import api as members
from apps.members.contracts import MemberStatus
from fixtures import world as story
from fixtures.world import World

pytestmark = pytest.mark.django_db


def sizes() -> dict[str, int]:
    tables = [name for name in connection.introspection.table_names() if name.split("_")[0] in APPS]
    with connection.cursor() as cursor:
        return {name: cursor.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}


APPS = ("core", "audit", "identity", "ledger", "bankaccounts", "members", "approvals", "notify")


def test_a_second_load_changes_nothing(world: World) -> None:
    before = sizes()
    story.load(small=True)
    assert sizes() == before


def test_the_first_enterprise_has_312_people_in_six_departments(world: World) -> None:
    roster = members.roster(world.morningstar)
    assert len(roster) == 312
    assert len({line.department for line in roster}) == 6
    assert [line.name for line in roster if line.status == MemberStatus.LEFT] == ["钱多多"]
    assert [line.name for line in roster if line.status == MemberStatus.PENDING] == ["许静"]


@pytest.mark.parametrize(
    ("key", "surface", "roles"),
    [
        ("xiaowen", Surface.MOBILE, {Role.EMPLOYEE}),
        ("xujing", Surface.MOBILE, {Role.UNCERTIFIED}),
        ("qianduo", Surface.MOBILE, {Role.UNCERTIFIED, Role.FORMER}),
        ("maker", Surface.OFFICE, {Role.MAKER}),
        ("foreign_hr", Surface.OFFICE, {Role.ENTERPRISE_ADMIN, Role.HR_PAY, Role.MAKER}),
        ("reviewer", Surface.CONSOLE, {Role.REVIEWER}),
    ],
)
def test_the_cast_acts_on_its_surface(world: World, key: str, surface: Surface, roles: set[Role]) -> None:
    actor = world.actor(key)
    assert (actor.surface, actor.roles) == (surface, roles)


def test_forty_certifications_wait_three_of_them_too_long(world: World) -> None:
    counts = members.review_counts(world.actor("reviewer"), world.now)
    assert (counts.waiting, counts.overdue) == (40, 3)
    other = members.review_counts(world.actor("other_reviewer", relation=Relation.UNIT), world.now)
    assert other.waiting == 1  # the firm that wants to be a member

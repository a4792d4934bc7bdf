"""The bank suspends an employee's membership and lets it go on; both sides hear of it (ID-9)."""

from uuid import UUID

import pytest

from apps.audit.models import AuditRow
from apps.core.actors import Role
from apps.core.errors import AppError, IllegalMove, InvalidInput, NotFound
from apps.members.services.member_supervise import member_supervise
from apps.notify.models import Notice
from fixtures.world import World

pytestmark = pytest.mark.django_db


def supervise(
    world: World, move: str, *, key: str = "xiaowen", who: str = "compliance", reason: str = "身份待核实",
    firm: UUID | None = None, emp_no: str | None = None,
) -> None:  # fmt: skip
    member_supervise(
        enterprise_id=firm or world.morningstar,
        emp_no=emp_no or world.member(key).emp_no,
        move=move,
        reason=reason,
        actor=world.actor(who),
        now=world.now,
    )


def test_who_is_suspended_keeps_the_sight_and_loses_the_rest(world: World) -> None:
    supervise(world, "suspend")
    assert world.member("xiaowen").status == "SUSPENDED"
    assert world.actor("xiaowen").roles == {Role.UNCERTIFIED, Role.FORMER}
    supervise(world, "resume")
    assert world.actor("xiaowen").roles == {Role.EMPLOYEE}
    rows = AuditRow.objects.system("test").filter(subject_id=world.member("xiaowen").pk)
    said = rows.filter(action__in=["members.member.suspended", "members.member.resumed"]).order_by("pk")
    assert [(row.from_state, row.to_state, row.detail["reason"]) for row in said] == [
        ("ACTIVE", "SUSPENDED", "身份待核实"),
        ("SUSPENDED", "ACTIVE", "身份待核实"),
    ]


def test_the_person_and_hr_hear_of_it_and_only_hr_why(world: World) -> None:
    supervise(world, "suspend")
    own = Notice.objects.system("test").get(person_id=world.person("xiaowen"), kind="members.employment")
    assert "已暂停" in own.body and "身份待核实" not in own.body
    for key in ("hr", "admin"):
        told = Notice.objects.system("test").get(person_id=world.person(key), title="员工成员资格已暂停")
        assert "身份待核实" in told.body
    assert not Notice.objects.system("test").filter(person_id=world.person("maker"), title=told.title).exists()


@pytest.mark.parametrize(
    ("move", "change", "kind"),
    [
        ("resume", {}, IllegalMove),
        ("suspend", {"key": "xujing"}, IllegalMove),
        ("suspend", {"key": "qianduo"}, IllegalMove),
        ("suspend", {"reason": " "}, InvalidInput),
        ("suspend", {"reason": "长" * 121}, InvalidInput),
        ("suspend", {"emp_no": "没有"}, InvalidInput),
        ("dismiss", {}, InvalidInput),
        ("suspend", {"who": "other_reviewer"}, NotFound),
    ],
)
def test_what_is_refused_changes_nothing(world: World, move: str, change: dict[str, str], kind: type[AppError]) -> None:
    before = AuditRow.objects.system("test").count()
    with pytest.raises(kind):
        supervise(world, move, **change)
    assert (world.member("xiaowen").status, AuditRow.objects.system("test").count()) == ("ACTIVE", before)

"""An enterprise's own system keeps the roster the same (ID-9)."""

import pytest

from apps.audit.models import AuditRow
from apps.core.models import Job
from apps.identity import api as identity
from apps.members.models import EmployeeMember
from apps.members.rules.roster import COLUMNS
from fixtures.world import World
from tests.members.test_roster import newcomer

from .callers import Person, Program

pytestmark = pytest.mark.django_db
ROSTER = "/roster/"


def everybody(world: World, **changes: dict[str, str]) -> list[dict[str, str]]:
    """The members of 晨星 as the enterprise's system has them; `changes` by employee number."""
    rows = EmployeeMember.objects.system("test").filter(enterprise_id=world.morningstar).exclude(status="LEFT")
    found = []
    for row in rows.select_related("department").order_by("emp_no"):
        person = identity.person_clear(row.person_id)
        line = {
            "name": row.name,
            "id_number": person.id_number,
            "emp_no": row.emp_no,
            "mobile": person.mobile,
            "department": row.department.name,
            "hired_on": row.hired_on.isoformat(),
            "contract_type": row.contract_type,
        }
        found.append(line | changes.get(row.emp_no, {}))
    return found


def somebody(serial: int) -> dict[str, str]:
    return dict(zip(COLUMNS, newcomer(serial), strict=True))


def counts(answer) -> tuple[int, int, int]:
    body = answer.json()
    return len(body["joiners"]), len(body["changed"]), len(body["leavers"])


def test_a_dry_run_tells_the_difference_and_does_nothing(world: World, program: Program) -> None:
    emp_no = world.member("xiaowen").emp_no
    people = [*everybody(world, **{emp_no: {"department": "采购部"}})[:-1], somebody(0)]
    answer = program.put(ROSTER, {"people": people, "dry_run": True})
    assert (answer.status_code, answer.json()["is_applied"], counts(answer)) == (200, False, (1, 1, 1))
    assert answer.json()["changed"] == [{"emp_no": emp_no, "name": "李晓雯", "columns": ["department"]}]
    assert not AuditRow.objects.system("test").filter(action="members.roster.synced").exists()
    assert world.member("xiaowen").department.name != "采购部"


def test_the_list_is_done_and_the_same_list_again_changes_nothing(world: World, program: Program) -> None:
    gone = world.member("fengqiang")
    emp_no = world.member("xiaowen").emp_no
    people = [
        *(one for one in everybody(world, **{emp_no: {"department": "采购部"}}) if one["emp_no"] != gone.emp_no),
        somebody(0),
    ]
    sent = {"people": people, "left_on": "2026-03-01"}
    answer = program.put(ROSTER, sent)
    assert (answer.status_code, answer.json()["is_applied"], counts(answer)) == (200, True, (1, 1, 1))
    gone.refresh_from_db()
    assert (gone.status, str(gone.left_on)) == ("LEFT", "2026-03-01")
    assert world.member("xiaowen").department.name == "采购部"
    assert EmployeeMember.objects.system("test").get(emp_no="N000").status == "INVITED"
    assert Job.objects.filter(kind="members.invite").count() == 1
    again = program.put(ROSTER, sent)
    assert (counts(again), again.json()["unchanged"]) == ((0, 0, 0), len(people))
    row = AuditRow.objects.system("test").filter(action="members.roster.synced").earliest("pk")
    assert (row.person_id, row.detail) == (world.person("admin"), {"joined": 1, "changed": 1, "left": 1})


def test_one_fault_and_nothing_is_done(world: World, program: Program) -> None:
    people = [*everybody(world), somebody(0), somebody(1) | {"hired_on": "下周一"}]
    answer = program.put(ROSTER, {"people": people})
    assert answer.json()["faults"] == [
        {"row": len(people), "field": "hired_on", "message": "入职日期应写作 2026-03-02"}
    ]
    assert not answer.json()["is_applied"]
    assert not EmployeeMember.objects.system("test").filter(emp_no="N000").exists()


def test_who_leaves_needs_a_day_and_many_need_a_word(world: World, program: Program) -> None:
    people = everybody(world)
    assert program.put(ROSTER, {"people": people[:-1]}).json()["code"] == "LEFT_ON"
    short = {"people": people[: len(people) // 2], "left_on": "2026-03-02"}
    refused = program.put(ROSTER, short)
    assert (refused.status_code, refused.json()["code"]) == (409, "MANY_LEAVERS")
    assert world.member("xiaowen").status == "ACTIVE"
    done = program.put(ROSTER, short | {"most_leavers": len(people)})
    assert done.json()["is_applied"] and counts(done)[2] == len(people) - len(short["people"])


def test_an_empty_list_ends_nobody(world: World, program: Program) -> None:
    assert program.put(ROSTER, {"people": [], "left_on": "2026-03-02"}).status_code == 422


def test_a_makers_session_syncs_nothing_and_hr_does(world: World) -> None:
    sent = {"people": everybody(world), "dry_run": True}
    assert Person.of("maker").put(ROSTER, sent).status_code == 403
    assert Person.of("hr").put(ROSTER, sent).status_code == 200


def test_no_number_in_clear_comes_back(world: World, program: Program) -> None:
    one = somebody(0)
    text = program.put(ROSTER, {"people": [one, one], "dry_run": True}).content.decode()
    assert one["id_number"] not in text and one["mobile"] not in text
    assert "与另一行的身份证号重复" in text

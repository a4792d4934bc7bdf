"""社保: the column of a roster with the paper that proves it, all rows or none (TX-3)."""

from datetime import UTC, date, datetime

import pytest

from apps.audit.models import AuditRow
from apps.core.clock import Moment
from apps.core.errors import AppError
from apps.core.files import FileRefused, read_table
from apps.core.files.writer import write_xlsx
from apps.core.ids import new_id
from apps.members.models import EmployeeMember, InsuranceRecord
from apps.members.rules.insurance import OnRoster, Told, insurance_of, read_insured
from apps.members.selectors.insurance import insurance_for_enterprise, insurance_paper
from apps.members.selectors.people import engagements
from apps.members.services.insurance_record import Recorded, insurance_record
from apps.members.services.roster_import import roster_import
from apps.members.services.roster_upload import roster_upload
from apps.tongxinbao.selectors.lenders import lender_of
from fixtures.world import World

from .test_roster import HEADER, newcomer

NOW = Moment(datetime(2026, 3, 2, 2, tzinfo=UTC), date(2026, 3, 2))
PDF = b"%PDF-1.4 demo"


def sheet(*rows: tuple[str, str, str]) -> bytes:
    full = [(no, name, "生产部", said) for no, name, said in rows]
    return write_xlsx("花名册", ("工号", "姓名", "部门", "社保"), full)


def test_the_column_is_read_and_what_is_empty_is_not_said() -> None:
    table = read_table(sheet(("A1", "李晓雯", "是"), ("A2", "王强", ""), ("A3", "张三", "未参保")), "a.xlsx")
    assert [(row.emp_no, row.name, row.said) for row in read_insured(table)] == [
        ("A1", "李晓雯", "是"), ("A3", "张三", "未参保")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (write_xlsx("a", ("工号", "姓名"), [("A1", "李晓雯")]), "F_HEADER"),
        (sheet(("A1", "李晓雯", "")), "F_EMPTY"),
    ],
)
def test_a_file_without_the_column_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as caught:
        read_insured(read_table(data, "a.xlsx"))
    assert caught.value.code == code


def test_a_row_is_taken_that_says_something_new_of_somebody_known() -> None:
    li, wang = OnRoster(new_id(), "李晓雯", False), OnRoster(new_id(), "王强", True)
    told = [
        Told(2, "A1", "李晓雯", "是"), Told(3, "A2", "王强", "是"), Told(4, "A9", "某人", "是"),
        Told(5, "A2", "王大强", "否"), Told(6, "A1", "李晓雯", "也许"), Told(7, "A1", "李晓雯", "否"),
    ]  # fmt: skip
    changes, faults = insurance_of(told, {"A1": li, "A2": wang})
    assert changes == {li.member_id: True}
    assert [fault.partition(":")[0] for fault in faults] == ["第 4 行", "第 5 行", "第 6 行", "第 7 行"]


def take(world: World, data: bytes, evidence: bytes = PDF) -> Recorded:
    return insurance_record(data=data, file_name="花名册.xlsx", evidence=evidence, actor=world.actor("hr"), now=NOW)


def two(world: World) -> list[EmployeeMember]:
    rows = EmployeeMember.objects.scoped(world.actor("hr")).filter(status="ACTIVE").order_by("emp_no")
    found = list(rows[:2])
    EmployeeMember.objects.system("test").filter(pk__in=[row.pk for row in found]).update(is_insured=False)
    return found


@pytest.mark.django_db
def test_people_are_insured_with_the_paper_and_may_lend_from_then_on(world: World) -> None:
    first, second = two(world)
    assert take(world, sheet((first.emp_no, first.name, "是"), (second.emp_no, second.name, "否"))) == (1, 0)
    record = InsuranceRecord.objects.system("test").latest("pk")
    first.refresh_from_db()
    assert (first.is_insured, first.insured_by_id) == (True, record.pk)
    paper = insurance_paper(world.actor("hr"), record.pk)
    assert (paper.content_type, paper.data) == ("application/pdf", PDF)
    (line,) = (one for one in insurance_for_enterprise(world.actor("hr")).records if one.id == record.pk)
    assert (line.insured, line.ended) == (1, 0)
    assert AuditRow.objects.system("test").filter(action="members.insurance.recorded").count() == 1
    engaged = engagements(first.enterprise_id, [first.person_id])[first.person_id]
    assert lender_of(engaged, True, None).has_social_insurance
    assert take(world, sheet((first.emp_no, first.name, "停保"))) == (0, 1)


@pytest.mark.django_db
def test_one_wrong_row_stops_all_of_them_and_no_paper_stops_them_too(world: World) -> None:
    first, second = two(world)
    before = InsuranceRecord.objects.system("test").count()
    for data, evidence, code in (
        (sheet((first.emp_no, first.name, "是"), (second.emp_no, "别人", "是")), PDF, "ROWS"),
        (sheet((first.emp_no, first.name, "是")), b"no paper", "PAPER_TYPE"),
        (sheet((first.emp_no, first.name, "否")), PDF, "NOTHING"),
    ):
        with pytest.raises(AppError) as caught:
            take(world, data, evidence)
        assert caught.value.code == code
    assert not EmployeeMember.objects.system("test").filter(pk=first.pk, is_insured=True).exists()
    assert InsuranceRecord.objects.system("test").count() == before


@pytest.mark.django_db
def test_the_roster_of_another_enterprise_is_out_of_reach(world: World) -> None:
    stranger = (
        EmployeeMember.objects.system("test")
        .exclude(enterprise_id=world.actor("hr").enterprise)
        .filter(status="ACTIVE")
        .earliest("emp_no")
    )
    with pytest.raises(AppError) as caught:
        take(world, sheet((f"{stranger.emp_no}-X", stranger.name, "是")))
    assert caught.value.code == "ROWS"


@pytest.mark.django_db
def test_a_roster_that_is_imported_insures_nobody(world: World) -> None:
    """Its 社保 column needs the paper, so that only the registration reads it."""
    hr = world.actor("hr")
    data = write_xlsx("花名册", (*HEADER, "社保"), [(*newcomer(0), "是")])
    upload_id = roster_upload(data=data, file_name="花名册.xlsx", actor=hr, now=world.now)
    assert roster_import(upload_id=upload_id, actor=hr, now=world.now).joined == 1
    (member,) = EmployeeMember.objects.system("test").filter(emp_no=newcomer(0)[2])
    assert (member.is_insured, member.insured_by_id) == (False, None)
    assert take(world, data) == (1, 0), "the same file, with its paper"

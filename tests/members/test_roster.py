"""HR brings a list in: read, look, confirm (ID-9)."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from apps.audit.models import AuditRow
from apps.core.errors import AppError, Conflict, IllegalMove, NotFound
from apps.core.files import FileRefused
from apps.members.contracts import ContractType, EnterpriseStatus, MemberStatus
from apps.members.models import EmployeeMember, Enterprise, RosterUpload
from apps.members.selectors.roster_previews import Preview, preview_for_enterprise
from apps.members.selectors.rosters import members_for_enterprise
from apps.members.services.certification_submit import certification_submit
from apps.members.services.member_leave import member_leave
from apps.members.services.roster_import import roster_import
from apps.members.services.roster_upload import roster_upload
from fixtures.generators import id_number, mobile
from fixtures.world import World

pytestmark = pytest.mark.django_db

HEADER = ("姓名", "身份证号", "工号", "手机号", "部门", "入职日期", "合同类型")
BIRTH = date(1999, 9, 9)


def newcomer(serial: int, **changes: str) -> tuple[str, ...]:
    """A row of somebody whom nobody knows."""
    row = dict(
        zip(
            HEADER,
            (
                "新来的" + "甲乙丙丁戊"[serial],
                id_number(BIRTH, female=True, sequence=serial),
                f"N{serial:03d}",
                mobile(99_000_000 + serial),
                "研发部",
                "2026-02-24",
                "劳动合同",
            ),
            strict=True,
        )
    )
    return tuple((row | changes).values())


def csv(*rows: tuple[str, ...]) -> bytes:
    return "\n".join(",".join(row) for row in (HEADER, *rows)).encode()


def preview(world: World, *rows: tuple[str, ...], who: str = "hr") -> Preview:
    actor = world.actor(who)
    upload_id = roster_upload(data=csv(*rows), file_name="花名册.csv", actor=actor, now=world.now)
    shown = preview_for_enterprise(actor, upload_id)
    assert shown
    return shown


def errors(world: World, *rows: tuple[str, ...]) -> dict[tuple[int, str], str]:
    """(row, column) -> sentence."""
    return {
        (row.number, cell.label): cell.error for row in preview(world, *rows).rows for cell in row.cells if cell.error
    }


def test_a_good_list_makes_members_who_wait_to_be_submitted(world: World) -> None:
    shown = preview(world, newcomer(0), newcomer(1, 部门="新设部", 合同类型="实习"))
    assert (shown.row_count, shown.good_count, shown.bad_count) == (2, 2, 0)
    assert not EmployeeMember.objects.system("test").filter(emp_no="N000").exists()
    assert roster_import(upload_id=shown.id, actor=world.actor("hr"), now=world.now).joined == 2
    first, second = EmployeeMember.objects.system("test").filter(emp_no__startswith="N").order_by("emp_no")
    assert (first.name, first.status, first.hired_on) == ("新来的甲", MemberStatus.INVITED, date(2026, 2, 24))
    assert (second.contract_type, second.department.name) == (ContractType.INTERN, "新设部")
    assert first.enterprise_id == world.morningstar
    row = AuditRow.objects.system("test").get(action="members.roster.imported")
    assert (row.subject_id, row.detail) == (shown.id, {"joined": 2, "changed": 0, "left": 0})


def test_a_workbook_with_a_title_row_is_read_as_well(world: World) -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "晨星精密 2026 年 3 月新员工")
        sheet.write_row(1, 0, HEADER)
        sheet.write_row(2, 0, newcomer(0)[:5])
        sheet.write_datetime(2, 5, date(2026, 2, 24), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write(2, 6, "劳务派遣")
    upload_id = roster_upload(data=out.getvalue(), file_name="新员工.xlsx", actor=world.actor("hr"), now=world.now)
    assert roster_import(upload_id=upload_id, actor=world.actor("hr"), now=world.now).joined == 1
    member = EmployeeMember.objects.system("test").get(emp_no="N000")
    assert (member.hired_on, member.contract_type) == (date(2026, 2, 24), ContractType.DISPATCH)


@pytest.mark.parametrize(
    ("changes", "column", "message"),
    [
        ({"姓名": ""}, "姓名", "请填写姓名"),
        ({"身份证号": "890101199909090028"}, "身份证号", "身份证号码不正确,请核对 18 位号码"),
        ({"身份证号": "8.90101E+17"}, "身份证号", "身份证号码不正确,请核对 18 位号码"),
        ({"工号": "N 甲"}, "工号", "工号应为 1 至 20 位字母或数字"),
        ({"手机号": "12345678901"}, "手机号", "手机号码不正确,应为 11 位号码"),
        ({"部门": ""}, "部门", "请填写部门"),
        ({"入职日期": "二月"}, "入职日期", "入职日期应写作 2026-03-02"),
        ({"入职日期": "2026-03-03"}, "入职日期", "入职日期晚于今天"),
        ({"合同类型": "正式"}, "合同类型", "合同类型应为:劳动合同、劳务派遣、退休返聘、实习、兼职"),
    ],
)
def test_each_fault_is_told_at_its_cell(world: World, changes: dict[str, str], column: str, message: str) -> None:
    assert errors(world, newcomer(0, **changes), newcomer(1)) == {(2, column): message}


def test_an_id_number_that_excel_spoiled_is_told_so(world: World) -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, newcomer(0))
        sheet.write_number(1, 1, 890101199909090020)
    actor = world.actor("hr")
    upload_id = roster_upload(data=out.getvalue(), file_name="a.xlsx", actor=actor, now=world.now)
    (row,) = preview_for_enterprise(actor, upload_id).rows
    assert row.cells[1].error == "身份证号被 Excel 存成了数字,末几位已丢失,请将该列设为文本后重填"


def test_twins_in_the_file_are_both_marked(world: World) -> None:
    found = errors(world, newcomer(0), newcomer(1, 工号="N000"), newcomer(2, 手机号=mobile(99_000_000)))
    assert found == {
        (2, "工号"): "与另一行的工号重复",
        (2, "手机号"): "与另一行的手机号重复",
        (3, "工号"): "与另一行的工号重复",
        (4, "手机号"): "与另一行的手机号重复",
    }


def test_who_is_there_already_and_whose_number_is_taken(world: World) -> None:
    from apps.identity import api as identity

    xiaowen = identity.person_clear(world.person("xiaowen"))
    taken = world.member("xiaowen").emp_no
    found = errors(world, newcomer(0, 姓名="李晓雯", 身份证号=xiaowen.id_number), newcomer(1, 工号=taken))
    assert found == {(2, "身份证号"): "该员工已在花名册中", (3, "工号"): "工号已被其他员工使用"}


def test_good_rows_go_in_and_bad_rows_stay_out(world: World) -> None:
    shown = preview(world, newcomer(0), newcomer(1, 手机号="1"))
    assert [row.is_bad for row in shown.rows] == [True]
    assert roster_import(upload_id=shown.id, actor=world.actor("hr"), now=world.now).joined == 1
    assert not EmployeeMember.objects.system("test").filter(emp_no="N001").exists()


def test_a_list_of_faults_alone_imports_nothing(world: World) -> None:
    shown = preview(world, newcomer(0, 手机号="1"))
    with pytest.raises(Conflict) as caught:
        roster_import(upload_id=shown.id, actor=world.actor("hr"), now=world.now)
    assert caught.value.code == "NOTHING"
    assert RosterUpload.objects.system("test").get(pk=shown.id).state == "PREVIEW"


def test_a_second_confirmation_is_refused(world: World) -> None:
    shown = preview(world, newcomer(0))
    roster_import(upload_id=shown.id, actor=world.actor("hr"), now=world.now)
    with pytest.raises(IllegalMove):
        roster_import(upload_id=shown.id, actor=world.actor("hr"), now=world.now)
    assert EmployeeMember.objects.system("test").filter(emp_no="N000").count() == 1


def test_somebody_who_joined_between_upload_and_confirmation_is_not_doubled(world: World) -> None:
    early, late = preview(world, newcomer(0)), preview(world, newcomer(0), newcomer(1))
    roster_import(upload_id=early.id, actor=world.actor("hr"), now=world.now)
    assert roster_import(upload_id=late.id, actor=world.actor("hr"), now=world.now).joined == 1


def test_a_name_that_contradicts_a_known_person_is_left_out_without_saying_why(world: World) -> None:
    from apps.identity import api as identity

    known = identity.person_clear(world.person("reviewer"))
    shown = preview(world, newcomer(0, 姓名="别的人", 身份证号=known.id_number), newcomer(1))
    assert shown.bad_count == 0
    assert roster_import(upload_id=shown.id, actor=world.actor("hr"), now=world.now).joined == 1


def test_who_left_and_stands_on_a_later_list_comes_back_as_the_same_member(world: World) -> None:
    from apps.identity import api as identity

    before = world.member("qianduo")
    known = identity.person_clear(before.person_id)
    shown = preview(world, newcomer(0, 姓名="钱多多", 身份证号=known.id_number, 手机号=known.mobile))
    roster_import(upload_id=shown.id, actor=world.actor("hr"), now=world.now)
    after = world.member("qianduo")
    assert (after.pk, after.status, after.left_on, after.emp_no) == (before.pk, MemberStatus.INVITED, None, "N000")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "F_EMPTY"),
        ("随便,写,点,什么\n1,2,3,4".encode(), "F_HEADER"),
        (",".join(HEADER).encode(), "F_EMPTY"),
        ("姓名,身份证号,工号,手机号\n张三,1,2,3".encode(), "F_HEADER"),
    ],
)
def test_a_file_that_is_no_roster_is_refused(world: World, data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as caught:
        roster_upload(data=data, file_name="a.csv", actor=world.actor("hr"), now=world.now)
    assert caught.value.code == code
    assert not RosterUpload.objects.system("test").exists()


def test_a_missing_column_is_named(world: World) -> None:
    data = "姓名,身份证号,工号,手机号,部门,入职日期\n".encode()
    with pytest.raises(FileRefused, match="花名册缺少列:合同类型"):
        roster_upload(data=data, file_name="a.csv", actor=world.actor("hr"), now=world.now)


def test_another_enterprise_sees_and_confirms_nothing(world: World) -> None:
    shown, foreign = preview(world, newcomer(0)), world.actor("foreign_hr")
    assert preview_for_enterprise(foreign, shown.id) is None
    with pytest.raises(NotFound):
        roster_import(upload_id=shown.id, actor=foreign, now=world.now)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (EnterpriseStatus.SUSPENDED, "ENTERPRISE_SUSPENDED"),
        (EnterpriseStatus.TERMINATED, "ENTERPRISE_SUSPENDED"),
        (EnterpriseStatus.BANK_REVIEW, "NOT_CERTIFIED"),
    ],
)
def test_an_enterprise_that_is_not_at_work_brings_no_roster_in(
    world: World, status: EnterpriseStatus, code: str
) -> None:
    waiting, hr = preview(world, newcomer(0)), world.actor("hr")
    Enterprise.objects.system("test").filter(pk=world.morningstar).update(status=status)
    deeds = (
        lambda: roster_upload(data=csv(newcomer(1)), file_name="花名册.csv", actor=hr, now=world.now),
        lambda: roster_import(upload_id=waiting.id, actor=hr, now=world.now),
        lambda: certification_submit(member_ids=[world.member("xujing").pk], actor=hr, now=world.now),
    )
    for deed in deeds:
        with pytest.raises(Conflict) as refusal:
            deed()
        assert refusal.value.code == code
    assert list(RosterUpload.objects.system("test").values_list("pk", "state")) == [(waiting.id, "PREVIEW")]
    assert not EmployeeMember.objects.system("test").filter(emp_no="N000").exists()


def test_the_rows_are_encrypted_while_they_wait_and_gone_afterwards(world: World) -> None:
    from django.db import connection

    shown = preview(world, newcomer(0))
    with connection.cursor() as cursor:
        stored = bytes(cursor.execute("SELECT rows FROM members_rosterupload").fetchone()[0])
    assert id_number(BIRTH, female=True, sequence=0).encode() not in stored
    assert "新来的".encode() not in stored
    roster_import(upload_id=shown.id, actor=world.actor("hr"), now=world.now)
    assert RosterUpload.objects.system("test").get(pk=shown.id).rows.clear() == "[]"


def test_the_preview_masks_numbers(world: World) -> None:
    cells = {cell.label: cell.text for cell in preview(world, newcomer(0)).rows[0].cells}
    assert cells["身份证号"] == "8****************" + newcomer(0)[1][-1]
    assert cells["手机号"] == "199****0000"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("李晓雯", {"李晓雯"}),
        ("lxw", {"李晓雯"}),
        ("lixiaowen", {"李晓雯"}),
        ("CX0001", {"李晓雯"}),
        ("0006", {"许静"}),
        ("没有这个人", set()),
    ],
)
def test_people_are_found_by_name_pinyin_number_and_last_digits(world: World, query: str, names: set[str]) -> None:
    found = members_for_enterprise(world.actor("hr"), query=query)
    assert names <= {line.name for line in found.lines}
    assert bool(found.total) == bool(names)
    if query == "李晓雯":
        assert found.total == 1


def test_a_page_of_the_roster_costs_the_same_for_few_and_many(world: World, django_assert_num_queries) -> None:
    hr = world.actor("hr")
    for filters in ({}, {"department": "研发部"}, {"status": "PENDING"}):
        with django_assert_num_queries(2):
            members_for_enterprise(hr, **filters)


def leave(world: World, key: str, left_on: date, *, who: str = "hr") -> None:
    member_leave(member_id=world.member(key).pk, left_on=left_on, actor=world.actor(who), now=world.now)


def test_leaving_keeps_the_member_with_a_date(world: World) -> None:
    leave(world, "xiaowen", date(2026, 2, 28))
    member = world.member("xiaowen")
    assert (member.status, member.left_on) == (MemberStatus.LEFT, date(2026, 2, 28))
    row = AuditRow.objects.system("test").get(action="members.member.left")
    assert (row.from_state, row.to_state, row.subject_id) == ("ACTIVE", "LEFT", member.pk)


@pytest.mark.parametrize(
    ("key", "left_on", "who", "kind"),
    [
        ("xiaowen", date(2028, 3, 3), "hr", AppError),
        ("xiaowen", date(2010, 1, 1), "hr", AppError),
        ("qianduo", date(2026, 3, 1), "hr", IllegalMove),
        ("xiaowen", date(2026, 3, 1), "foreign_hr", NotFound),
    ],
)
def test_leaving_is_refused(world: World, key: str, left_on: date, who: str, kind: type[AppError]) -> None:
    before = world.member(key).status
    with pytest.raises(kind):
        leave(world, key, left_on, who=who)
    assert world.member(key).status == before


def test_who_leaves_one_of_two_employers_stays_an_employee_of_the_other(world: World) -> None:
    assert world.actor("yiming").enterprise_id == world.morningstar
    leave(world, "yiming", world.now.business_date)
    assert world.actor("yiming").enterprise_id == world.bedrock

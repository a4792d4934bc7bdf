"""A roster is mended before it counts: row by row, all alike together, by the sheet of faults (ID-9)."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from apps.audit.models import AuditRow
from apps.core.errors import AppError, Conflict, IllegalMove, InvalidInput, NotFound
from apps.core.files import FileRefused, read_table
from apps.core.files.writer import write_marked
from apps.members.choices import RosterScope
from apps.members.contracts import MemberStatus
from apps.members.models import Certification, EmployeeMember, RosterUpload
from apps.members.rules.roster_sheet import HEADER as SHEET
from apps.members.rules.roster_sheet import sheet_marks, sheet_rows
from apps.members.selectors.roster_previews import Preview, faulty_rows, open_uploads, preview_for_enterprise
from apps.members.selectors.rosters import member_for_enterprise
from apps.members.services.certification_decide import certification_reject
from apps.members.services.roster_amend import (
    roster_alike_amend,
    roster_discard,
    roster_merge,
    roster_row_amend,
    roster_row_drop,
)
from apps.members.services.roster_import import roster_import
from apps.members.services.roster_upload import roster_upload
from fixtures.world import World
from tests.members.test_roster import csv, newcomer

pytestmark = pytest.mark.django_db


def upload(world: World, *rows: tuple[str, ...], scope: RosterScope = RosterScope.NEW) -> Preview:
    pk = roster_upload(data=csv(*rows), file_name="a.csv", scope=scope, actor=world.actor("hr"), now=world.now)
    return shown(world, pk)


def shown(world: World, pk, show: str | None = None) -> Preview:
    found = preview_for_enterprise(world.actor("hr"), pk, show=show)
    assert found
    return found


def amend(world: World, pk, number: int, who: str = "hr", **values: str) -> dict[str, str]:
    """The faults of the row afterwards."""
    row = roster_row_amend(upload_id=pk, number=number, values=values, actor=world.actor(who), now=world.now)
    return row.faults


def test_a_row_is_mended_in_place_and_checked_again(world: World) -> None:
    pk = upload(world, newcomer(0, 部门=""), newcomer(1)).id
    assert amend(world, pk, 2, department="研发部") == {}
    assert shown(world, pk).bad_count == 0
    row = AuditRow.objects.system("test").get(action="members.roster.amended")
    assert (row.subject_id, row.detail) == (pk, {"rows": 1, "columns": ["department"]})


def test_what_is_still_wrong_stays_as_typed_with_its_sentence(world: World) -> None:
    pk = upload(world, newcomer(0)).id
    assert amend(world, pk, 2, hired_on="下周一") == {"hired_on": "入职日期应写作 2026-03-02"}
    (row,) = shown(world, pk).rows
    assert {cell.text for cell in row.cells if cell.error} == {"下周一"}


def test_an_empty_number_keeps_the_stored_one(world: World) -> None:
    pk = upload(world, newcomer(0)).id
    before = shown(world, pk).rows[0].cells
    assert amend(world, pk, 2, id_number=" ", mobile="", name="新名字") == {}
    after = shown(world, pk).rows[0].cells
    assert [cell.text for cell in before][1:] == [cell.text for cell in after][1:]
    assert after[0].text == "新名字"


def test_mending_one_twin_frees_the_other(world: World) -> None:
    pk = upload(world, newcomer(0), newcomer(1, 工号="N000")).id
    assert shown(world, pk).bad_count == 2
    assert amend(world, pk, 3, emp_no="N001") == {}
    assert shown(world, pk).bad_count == 0


def test_a_dropped_row_is_not_imported_and_frees_its_twin(world: World) -> None:
    pk = upload(world, newcomer(0), newcomer(1, 手机号=newcomer(0)[3])).id
    roster_row_drop(upload_id=pk, number=3, actor=world.actor("hr"), now=world.now)
    assert (shown(world, pk).row_count, shown(world, pk).bad_count) == (1, 0)
    with pytest.raises(NotFound):
        roster_row_drop(upload_id=pk, number=3, actor=world.actor("hr"), now=world.now)


def test_alike_faults_are_mended_together(world: World) -> None:
    rows = [newcomer(serial, 合同类型="正式工") for serial in range(3)]
    pk = upload(world, *rows, newcomer(3, 合同类型="外包")).id
    (alike,) = shown(world, pk).alike
    assert (alike.column, alike.text, alike.count) == ("contract_type", "正式工", 3)
    hr, one = world.actor("hr"), {"upload_id": pk, "column": "contract_type", "text": "正式工"}
    with pytest.raises(InvalidInput):
        roster_alike_amend(**one, value="正式", actor=hr, now=world.now)
    assert shown(world, pk).bad_count == 4
    assert roster_alike_amend(**one, value="劳动合同", actor=hr, now=world.now) == 3
    assert shown(world, pk).bad_count == 1
    with pytest.raises(Conflict):
        roster_alike_amend(**one, value="劳动合同", actor=hr, now=world.now)


def test_what_every_row_must_have_of_its_own_is_not_mended_together(world: World) -> None:
    pk = upload(world, newcomer(0, 工号="工"), newcomer(1, 工号="工")).id
    assert shown(world, pk).alike == ()
    with pytest.raises(Conflict):
        roster_alike_amend(upload_id=pk, column="emp_no", text="工", value="N1", actor=world.actor("hr"), now=world.now)


def sheet(world: World, pk) -> list[list[str]]:
    """The sheet of faults as a workbook shows it, and back."""
    rows = faulty_rows(world.actor("hr"), pk)
    data = write_marked("错误清单", SHEET, sheet_rows(rows), sheet_marks(rows))
    said = ZipFile(BytesIO(data)).read("xl/comments1.xml").decode()
    assert all(fault in said for row in rows for fault in row.faults.values())
    (read,) = read_table(data, "a.xlsx").sheets
    return [[str(cell or "") for cell in line.cells] for line in read.rows]


def merge(world: World, pk, lines: list[list[str]]) -> int:
    data = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines).encode()
    return roster_merge(upload_id=pk, data=data, file_name="b.csv", actor=world.actor("hr"), now=world.now)


def test_the_sheet_of_faults_goes_out_marked_and_comes_back_mended(world: World) -> None:
    pk = upload(world, newcomer(0), newcomer(1, 部门=""), newcomer(2, 手机号="1"), newcomer(3)).id
    lines = sheet(world, pk)
    assert [line[0] for line in lines] == ["行", "3", "4"]
    number = newcomer(1)[1]
    assert number not in str(lines) and lines[1][2] == f"{number[0]}{'*' * 16}{number[-1]}"
    lines[1][5], lines[2][4] = "质检部", newcomer(2)[3]
    assert merge(world, pk, lines) == 2
    assert shown(world, pk).bad_count == 0
    assert roster_import(upload_id=pk, actor=world.actor("hr"), now=world.now).joined == 4
    assert EmployeeMember.objects.system("test").get(emp_no="N001").department.name == "质检部"


@pytest.mark.parametrize("lines", [[["姓名"]], [["行", "姓名"], ["9", "x"]]])
def test_a_file_that_is_no_sheet_of_faults_is_refused(world: World, lines: list[list[str]]) -> None:
    pk = upload(world, newcomer(0, 部门="")).id
    with pytest.raises(FileRefused):
        merge(world, pk, lines)
    with pytest.raises(FileRefused, match="没有找到「行」这一列"):
        roster_merge(upload_id=pk, data=csv(newcomer(0)), file_name="b.csv", actor=world.actor("hr"), now=world.now)
    assert shown(world, pk).bad_count == 1


def test_the_sheet_of_another_roster_changes_nothing(world: World) -> None:
    pk = upload(world, newcomer(0, 部门="")).id
    lines = sheet(world, pk)
    lines[1][0] = "77"
    with pytest.raises(Conflict):
        merge(world, pk, lines)


def test_a_roster_given_up_is_erased_and_over(world: World) -> None:
    pk, hr = upload(world, newcomer(0)).id, world.actor("hr")
    assert [found[0] for found in open_uploads(hr)] == [pk]
    roster_discard(upload_id=pk, actor=hr, now=world.now)
    row = RosterUpload.objects.system("test").get(pk=pk)
    assert (row.state, row.rows.clear(), open_uploads(hr)) == ("DISCARDED", "[]", ())
    for deed in (roster_discard, roster_import):
        with pytest.raises(IllegalMove):
            deed(upload_id=pk, actor=hr, now=world.now)
    with pytest.raises(IllegalMove):
        amend(world, pk, 2, name="某某")


def test_another_enterprise_mends_nothing(world: World) -> None:
    pk, foreign = upload(world, newcomer(0, 部门="")).id, world.actor("bedrock_hr")
    one = {"upload_id": pk, "actor": foreign, "now": world.now}
    before = RosterUpload.objects.system("test").filter(pk=pk).values().get()
    for deed in (
        lambda: roster_row_amend(number=2, values={"department": "x"}, **one),
        lambda: roster_row_drop(number=2, **one),
        lambda: roster_alike_amend(column="department", text="", value="x", **one),
        lambda: roster_merge(
            data=csv(newcomer(0)).replace("姓名".encode(), "行,姓名".encode()), file_name="b.csv", **one
        ),
        lambda: roster_discard(**one),
        lambda: roster_import(**one),
    ):
        with pytest.raises((NotFound, FileRefused)):
            deed()
    assert faulty_rows(foreign, pk) is None
    assert RosterUpload.objects.system("test").filter(pk=pk).values().get() == before


# ---- the full list


def lines_of(world: World, **changes: dict[str, str]) -> list[tuple[str, ...]]:
    """Everybody who is on the roster of 磐石, as its own system sends them; `changes` by employee number."""
    from apps.identity import api as identity
    from apps.members.contracts import CONTRACT_LABELS, ContractType

    rows = EmployeeMember.objects.system("test").filter(enterprise_id=world.bedrock).exclude(status="LEFT")
    found = []
    for row in rows.select_related("department").order_by("emp_no"):
        person = identity.person_clear(row.person_id)
        line = {
            "姓名": row.name,
            "身份证号": person.id_number,
            "工号": row.emp_no,
            "手机号": person.mobile,
            "部门": row.department.name,
            "入职日期": row.hired_on.isoformat(),
            "合同类型": CONTRACT_LABELS[ContractType(row.contract_type)],
        }
        found.append(tuple((line | changes.get(row.emp_no, {})).values()))
    return found


@pytest.fixture
def full(world: World):
    """Uploads a full list of 磐石 by its HR and gives the preview."""

    def as_(*rows: tuple[str, ...]) -> Preview:
        actor = world.actor("bedrock_hr")
        pk = roster_upload(data=csv(*rows), file_name="全.csv", scope=RosterScope.FULL, actor=actor, now=world.now)
        found = preview_for_enterprise(actor, pk)
        assert found
        return found

    return as_


def active(world: World, count: int) -> list[EmployeeMember]:
    rows = EmployeeMember.objects.system("test").filter(enterprise_id=world.bedrock, status="ACTIVE")
    taken = (Certification.objects.system("test").filter(state__in=["SUBMITTED", "REVIEWED"])).values("member_id")
    return list(rows.exclude(pk__in=taken).order_by("emp_no")[:count])


def confirm(world: World, preview: Preview, left_on: date | None = None, digest: str | None = None):
    return roster_import(
        upload_id=preview.id,
        digest=preview.digest if digest is None else digest,
        left_on=left_on,
        actor=world.actor("bedrock_hr"),
        now=world.now,
    )


def test_the_same_list_again_changes_nothing(world: World, full) -> None:
    preview = full(*lines_of(world))
    counts = preview.counts
    assert (counts["unchanged"], counts["joiners"], counts["changed"], counts["leavers"]) == (
        preview.row_count,
        0,
        0,
        0,
    )
    assert not preview.may_import
    with pytest.raises(Conflict) as caught:
        confirm(world, preview)
    assert caught.value.code == "NOTHING"


def test_a_full_list_shows_and_does_who_comes_changes_and_leaves(world: World, full) -> None:
    moved, gone = active(world, 2)
    home = moved.department.name
    rows = [
        row
        for row in lines_of(world, **{moved.emp_no: {"部门": "安全部", "合同类型": "退休返聘"}})
        if row[2] != gone.emp_no
    ]
    preview = full(*rows, newcomer(0))
    counts = preview.counts
    assert (counts["joiners"], counts["changed"], counts["leavers"]) == (1, 1, 1)
    (change,) = preview_for_enterprise(world.actor("bedrock_hr"), preview.id, show="changed").rows
    assert {cell.label: (cell.before, cell.text) for cell in change.cells if cell.before} == {
        "部门": (moved.department.name, "安全部"),
        "合同类型": ("劳动合同", "退休返聘"),
    }
    (leaver,) = preview_for_enterprise(world.actor("bedrock_hr"), preview.id, show="leavers").leavers
    assert (leaver.emp_no, leaver.name) == (gone.emp_no, gone.name)
    gone.refresh_from_db()
    assert gone.status == "ACTIVE"  # nothing before it is confirmed
    assert confirm(world, preview, left_on=date(2026, 3, 1)) == (1, 1, 1)
    for row in (moved, gone):
        row.refresh_from_db()
    assert (gone.status, gone.left_on) == (MemberStatus.LEFT, date(2026, 3, 1))
    assert (moved.status, moved.department.name, moved.contract_type) == ("ACTIVE", "安全部", "REHIRED")
    said = AuditRow.objects.system("test").get(action="members.member.changed")
    assert (said.subject_id, said.detail["fields"]) == (moved.pk, ["department", "contract_type"])
    assert said.detail["change"] == f"部门 {home} → 安全部;合同类型 劳动合同 → 退休返聘"
    (told,) = member_for_enterprise(world.actor("bedrock_hr"), moved.pk).trail
    assert ("变更内容", said.detail["change"]) in told.notes


def test_who_leaves_needs_a_day(world: World, full) -> None:
    preview = full(*lines_of(world)[1:])
    for day in (None, date(2028, 3, 3)):
        with pytest.raises(InvalidInput) as caught:
            confirm(world, preview, left_on=day)
        assert caught.value.code == "LEFT_ON"
    assert preview_for_enterprise(world.actor("bedrock_hr"), preview.id).is_open


def test_a_full_list_with_a_fault_is_not_taken(world: World, full) -> None:
    rows = lines_of(world)
    preview = full(("", *rows[0][1:]), *rows[1:], newcomer(0))
    assert preview.counts["leavers"] == 0  # the row is wrong, its person stays
    assert not preview.may_import
    with pytest.raises(Conflict) as caught:
        confirm(world, preview)
    assert caught.value.code == "FAULTS"


def test_a_confirmation_of_another_difference_is_refused(world: World, full) -> None:
    preview = full(*lines_of(world)[1:])
    with pytest.raises(Conflict) as caught:
        confirm(world, preview, left_on=world.now.business_date, digest="0" * 64)
    assert caught.value.code == "STALE"


def faults(preview: Preview) -> dict[str, str]:
    return {cell.label: cell.error for row in preview.rows if row.is_bad for cell in row.cells if cell.error}


def test_what_a_full_list_may_not_say(world: World, full) -> None:
    first, second = active(world, 2)
    pending = EmployeeMember.objects.system("test").filter(enterprise_id=world.bedrock, status="PENDING").first()
    assert faults(full(*lines_of(world, **{first.emp_no: {"姓名": "别的人"}}))) == {
        "姓名": "与花名册中的姓名不一致,姓名须由员工本人更正"
    }
    assert faults(full(*lines_of(world, **{pending.emp_no: {"部门": "安全部"}}))) == {
        "部门": "银行正在审核该员工,办结前不能变更"
    }
    assert faults(full(*lines_of(world, **{first.emp_no: {"工号": second.emp_no}, second.emp_no: {"工号": "Z1"}}))) == {
        "工号": "工号已被其他员工使用"
    }


def test_after_a_rejection_only_the_refused_column_changes(world: World, full) -> None:
    row = Certification.objects.system("test").filter(member__enterprise_id=world.bedrock, state="SUBMITTED").first()
    member, reviewer = row.member, world.actor("reviewer")
    certification_reject(certification_id=row.pk, field="department", reason="没有", actor=reviewer, now=world.now)
    assert faults(full(*lines_of(world, **{member.emp_no: {"入职日期": "2026-01-05", "部门": "安全部"}}))) == {
        "入职日期": "银行只退回了部门,其他信息不能变更"
    }
    confirm(world, full(*lines_of(world, **{member.emp_no: {"部门": "安全部"}})))
    member.refresh_from_db()
    assert (member.department.name, member.mended_at) == ("安全部", world.now.wall)


def test_who_leaves_by_a_full_list_takes_the_open_certification_along(world: World, full) -> None:
    row = Certification.objects.system("test").filter(member__enterprise_id=world.bedrock, state="SUBMITTED").first()
    preview = full(*(line for line in lines_of(world) if line[2] != row.member.emp_no))
    confirm(world, preview, left_on=world.now.business_date)
    row.refresh_from_db()
    assert (row.state, row.member.status) == ("WITHDRAWN", "LEFT")


def test_comparing_costs_the_same_for_few_and_many(world: World, full, django_assert_num_queries) -> None:
    hr = world.actor("bedrock_hr")
    few, many = full(newcomer(0)), full(*lines_of(world))
    for preview in (few, many):
        with django_assert_num_queries(5):
            preview_for_enterprise(hr, preview.id)


def test_no_deed_of_a_suspended_enterprise(world: World) -> None:
    from apps.members.models import Enterprise

    pk = upload(world, newcomer(0, 部门="")).id
    Enterprise.objects.system("test").filter(pk=world.morningstar).update(status="SUSPENDED")
    with pytest.raises(AppError) as caught:
        amend(world, pk, 2, department="研发部")
    assert caught.value.code == "ENTERPRISE_SUSPENDED"
